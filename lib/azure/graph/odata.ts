/** A string in a path or query of OData, e.g. `appId eq '…'`: quoted, and encoded for the URL. */
export const literal = (text: string): string => encodeURIComponent(`'${text.replaceAll("'", "''")}'`);
