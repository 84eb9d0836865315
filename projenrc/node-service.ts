import { services } from '@fintrack/catalog';
import type { Project } from 'projen';
import { ConfigSchema } from './config-schema.ts';
import { WorkspacePackage, type WorkspacePackageOptions } from './workspace-package.ts';

/** A TypeScript service under `apps/`, described by its catalog entry; it starts by `src/main.ts`. */
export class NodeService extends WorkspacePackage {
  constructor(project: Project, name: keyof typeof services, options: WorkspacePackageOptions = {}) {
    if (services[name].runtime !== 'node') {
      throw new Error(`.projenrc.ts: ${name} is a NodeService, but its catalog entry says runtime '${services[name].runtime}'`);
    }
    super(project, `apps/${name}`, {
      ...options,
      imported: true,
      uses: ['service-kit', 'contracts', 'database', ...(options.uses ?? [])],
      testUses: ['backing-services', ...(options.testUses ?? [])],
    });
    new ConfigSchema(project, services[name]);
  }
}
