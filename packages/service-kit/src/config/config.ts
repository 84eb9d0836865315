/** A generated `apps/<service>/config.schema.json`, as `import … with { type: 'json' }` types it. */
export interface ConfigSchema {
  readonly title: string;
  readonly properties: object;
  readonly required: readonly string[];
}

/**
 * The type of one value. TypeScript widens an imported JSON's literals, so `type` says nothing here;
 * but the catalog gives each integer a minimum and each boolean a default.
 */
type ValueOf<Property> = Property extends { readonly minimum: number } ? number : Property extends { readonly default: boolean } ? boolean : string;

type Optional = { readonly 'x-optional': boolean };
type Properties<Schema extends ConfigSchema> = Schema['properties'];

/** The parsed environment of a service: keys as declared in its schema, values as typed there. */
export type Config<Schema extends ConfigSchema> = {
  readonly [Key in keyof Properties<Schema> as Properties<Schema>[Key] extends Optional ? never : Key]: ValueOf<Properties<Schema>[Key]>;
} & {
  readonly [Key in keyof Properties<Schema> as Properties<Schema>[Key] extends Optional ? Key : never]?: ValueOf<Properties<Schema>[Key]>;
};
