/** The mode of a file that its owner alone may read. Windows has none: there, who may read the folder may read the file. */
export const OWNER_ONLY = process.platform === 'win32' ? 0o666 : 0o600;
