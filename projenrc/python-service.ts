import { services } from '@fintrack/catalog';
import type { Project } from 'projen';
import { ConfigSchema } from './config-schema.ts';
import { PythonPackage, type PythonPackageOptions } from './python-package.ts';

/** A FastAPI service under `apps/`, described by its catalog entry; it starts by `python -m <module>`. */
export class PythonService extends PythonPackage {
  constructor(project: Project, name: keyof typeof services, options: PythonPackageOptions = {}) {
    if (services[name].runtime !== 'python') {
      throw new Error(`.projenrc.ts: ${name} is a PythonService, but its catalog entry says runtime '${services[name].runtime}'`);
    }
    super(project, `apps/${name}`, {
      layers: ['(main)', '(http) | (queue) | (store)', '(domain)'],
      ...options,
      uses: ['service-kit-py', ...(options.uses ?? [])],
    });
    new ConfigSchema(project, services[name]);
  }
}
