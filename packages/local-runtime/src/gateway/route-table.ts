import type { Service } from '@fintrack/catalog';

export type Locate<Target> = (path: string) => Target | undefined;

/** Finds the service of a path: the longest of the catalog's prefixes that the path equals or continues after a slash. */
export function routeTable<Target>(services: readonly Pick<Service, 'http' | 'name'>[], target: (name: Service['name']) => Target): Locate<Target> {
  const routes = services
    .flatMap(({ name, http }) => http.routes.map((prefix) => ({ prefix, target: target(name) })))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  return (path) => routes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))?.target;
}
