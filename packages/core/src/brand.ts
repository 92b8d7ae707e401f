declare const brand: unique symbol;

/** A nominal type: a `Base` that can only be made by the function that checks it. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
