/**
 * Paths, without the file system. Every function also works with the paths of another system, `node:path/win32`: there, drives
 * have no common folder, `dirname` of a root is the root itself, and case does not count.
 */
import nodePath from 'node:path';
import { tryTo } from './try-to.ts';

/** A file in the workspace or in the runner's temporary folder. */
export interface WorkspaceFile {
  /** The path as it was given, for messages. */
  readonly name: string;
  /** The absolute path, with all links resolved. */
  readonly path: string;
}

/** On Windows, `a.yml:b` is a hidden part of a file, and these names are devices in every folder, with any extension. */
const HIDDEN_ON_WINDOWS = /:|(?:^|\\)(?:aux|con|nul|prn|(?:com|lpt)[\d¹²³])(?:[. ][^\\]*)?(?:\\|$)/i;

/** Whether an absolute path is below a folder. */
export function isInside(path: string, folder: string, { isAbsolute, relative, sep } = nodePath): boolean {
  const relativePath = relative(folder, path);
  return relativePath !== '' && relativePath.split(sep)[0] !== '..' && !isAbsolute(relativePath);
}

/** Why a file at this path can be neither read nor written, or null if it can: it is in one of the folders. */
export function findLocationProblem(path: string, folders: readonly string[], flavor = nodePath): string | null {
  const folder = folders.find((one) => isInside(path, one, flavor));
  if (folder === undefined) return "is outside of the workspace and of the runner's temporary folder";
  const isHidden = flavor.sep === '\\' && HIDDEN_ON_WINDOWS.test(flavor.relative(folder, path));
  return isHidden ? 'names a device of Windows or a hidden part of a file' : null;
}

/**
 * The path with all links resolved. Parts that do not exist yet are left as they are, and a dangling link is not followed.
 * @param realpath throws if the path does not exist
 */
export function resolveLinks(path: string, realpath: (path: string) => string, flavor = nodePath): string {
  const folder = flavor.dirname(path);
  const resolved = tryTo(() => realpath(path));
  if (resolved !== undefined || folder === path) return resolved ?? path;
  return flavor.join(resolveLinks(folder, realpath, flavor), flavor.basename(path));
}

/**
 * The path of a file as GitHub knows it, with `/`: relative to the nearest repository above it, or else to the workspace; null
 * outside the workspace.
 * @param isRepository whether a folder is the root of a repository
 */
export function findRepositoryPath(
  path: string,
  workspace: string,
  isRepository: (folder: string) => boolean,
  flavor = nodePath,
): string | null {
  if (!isInside(path, workspace, flavor)) return null;
  let root = flavor.dirname(path);
  while (isInside(root, workspace, flavor) && !isRepository(root)) root = flavor.dirname(root);
  return flavor.relative(root, path).split(flavor.sep).join('/');
}
