import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { ProblemError } from './api/problem-error.ts';
import { App } from './app.tsx';
import './style.css';

const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, retry: (count, error) => count < 2 && !(error instanceof ProblemError && error.status >= 400 && error.status < 500) } },
  queryCache: new QueryCache({
    onError: (error) => {
      // The session ended elsewhere; App shows the sign-in once `me` is gone.
      if (error instanceof ProblemError && error.status === 401) queries.setQueryData(['me'], null);
    },
  }),
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);
