/** The mode of a file that only its owner can read. Windows has none: anyone who can read the folder can read it. */
export const PRIVATE_MODE = process.platform === 'win32' ? 0o666 : 0o600;
