import { configSchema, type Service } from '@fintrack/catalog';
import { Component, JsonFile, type Project } from 'projen';

/** `apps/<service>/config.schema.json`: the environment a service reads, from its catalog entry. */
export class ConfigSchema extends Component {
  constructor(project: Project, service: Service) {
    super(project, `config-schema-${service.name}`);
    new JsonFile(project, `apps/${service.name}/config.schema.json`, { obj: configSchema(service), marker: false });
  }
}
