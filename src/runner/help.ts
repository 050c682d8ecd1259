/** Errors that troubleshooting cannot explain better. */
const SELF_EXPLANATORY = ['Cancelled', 'Unexpected error'];

/** Where docs/troubleshooting.md explains errors of this title, in the version that runs; null where that is not known. */
export function helpLink(title: string, environment: NodeJS.ProcessEnv): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = environment;
  if (!server || !repository || !ref || SELF_EXPLANATORY.includes(title)) return null;
  // As GitHub makes the anchors of headings.
  const heading = title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
  return `${server}/${repository}/blob/${ref}/docs/troubleshooting.md#${heading}`;
}
