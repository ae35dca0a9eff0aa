/**
 * A path, or a text with paths, without the partition values that folders are named after: they are values of columns,
 * and who cleans up need not be one who may see them. `country=DE/x.parquet` becomes `country=***` with the same file.
 */
export const hideValues = (text: string): string => text.replaceAll(/([^/=\s]+)=[^/\n]*(?=\/)/g, '$1=***')
