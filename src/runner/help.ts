/** Errors that the docs cannot explain any better. */
const SELF_EXPLANATORY = ['Cancelled', 'Unexpected error'];

/** The link to this title in docs/troubleshooting.md, for the version that is running; null if the version is not known. */
export function helpLink(title: string, env: NodeJS.ProcessEnv): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = env;
  if (!server || !repository || !ref || SELF_EXPLANATORY.includes(title)) return null;
  // The same way GitHub makes anchors from headings.
  const heading = title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
  return `${server}/${repository}/blob/${ref}/docs/troubleshooting.md#${heading}`;
}
