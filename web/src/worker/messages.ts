/** What a page and the worker that holds its lab say to each other. */

/** How much of what the lab needs has arrived; `total` grows as sizes become known. */
export interface Loading {
  readonly done: number;
  readonly total: number;
}

export type ToWorker =
  | { readonly kind: 'frame'; readonly frame: ArrayBuffer }
  /** Nobody looks at the page any more: what was done must be in the browser's storage soon. */
  | { readonly kind: 'hidden' }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'loading'; readonly loading: Loading }
  | { readonly kind: 'ready' }
  | { readonly kind: 'frame'; readonly frame: ArrayBuffer }
  /** The lab could not start, or has come to its end. */
  | { readonly kind: 'failed'; readonly reason: string };
