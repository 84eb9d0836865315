import type { Project } from 'projen';
import { WorkspacePackage, type WorkspacePackageOptions } from './workspace-package.ts';

/** A browser application under `apps/`, bundled by Vite into `dist/`. */
export class WebApp extends WorkspacePackage {
  constructor(project: Project, name: string, options: WorkspacePackageOptions = {}) {
    super(project, `apps/${name}`, {
      ...options,
      devDeps: ['vite', '@vitejs/plugin-react', '@types/react', '@types/react-dom', ...(options.devDeps ?? [])],
      compilerOptions: { jsx: 'react-jsx', lib: ['es2024', 'dom', 'dom.iterable'], types: ['node', 'vite/client'] },
      targets: {
        bundle: {
          command: 'vite build',
          options: { cwd: '{projectRoot}' },
          cache: true,
          inputs: ['source', '^source', 'workspace'],
          outputs: ['{projectRoot}/dist'],
        },
        ...options.targets,
      },
    });
  }
}
