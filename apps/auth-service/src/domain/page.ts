/** Which part of a list is asked for; ids are UUIDs of version 7, so their order is the order of creation. */
export interface PageRequest {
  readonly limit: number;
  /** Id of the last item of the page before. @default from the beginning */
  readonly afterId?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
}
