import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { signIn } from '../api/client.ts';
import { problemText } from '../api/problem-error.ts';
import { Notice } from '../parts/notice.tsx';

export function SignInPage() {
  const queries = useQueryClient();
  const entering = useMutation({ mutationFn: signIn, onSuccess: () => queries.resetQueries({ queryKey: ['me'] }) });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = (name: string) => String(new FormData(event.currentTarget).get(name) ?? '').trim();
    entering.mutate({ tenant: field('tenant').toLowerCase(), email: field('email').toLowerCase(), password: field('password') });
  };
  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <h1 className="brand">FinTrack</h1>
        <p className="lead">Sign in to your workspace.</p>
        <label>Tenant<input name="tenant" autoComplete="organization" autoCapitalize="none" required autoFocus /></label>
        <label>E-mail<input name="email" type="email" autoComplete="username" required /></label>
        <label>Password<input name="password" type="password" autoComplete="current-password" required /></label>
        <button type="submit" disabled={entering.isPending}>{entering.isPending ? 'Signing in …' : 'Sign in'}</button>
        {entering.isError && <Notice tone="bad">{problemText(entering.error)}</Notice>}
      </form>
    </main>
  );
}
