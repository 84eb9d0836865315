import type { Project } from 'projen';
import { WorkspacePackage, type WorkspacePackageOptions } from './workspace-package.ts';

/** A TypeScript package under `packages/` that others import. */
export class Library extends WorkspacePackage {
  constructor(project: Project, name: string, options: WorkspacePackageOptions = {}) {
    super(project, `packages/${name}`, { ...options, imported: true });
  }
}
