/** Adds the import attribute that GitHub's workflow parser lacks where it imports JSON: Jest would warn otherwise. */
export default {
  process: (source: string): { code: string } => ({
    code: source.replace(/^(import .*\.json");/gmu, "$1 with { type: 'json' };"),
  }),
};
