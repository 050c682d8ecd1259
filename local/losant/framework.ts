/**
 * Loads Losant's own server framework. It reads the key that signs tokens from the environment when it is imported, so the
 * environment has to be set first.
 */
import { randomBytes } from 'node:crypto';

process.env['JWT_SECRET'] ??= randomBytes(32).toString('hex');
process.env['JWT_ALGO'] = 'HS256';

const core = await import('bravado-core');
const jwt = await import('bravado-core/lib/jwt-helpers.js');
const errorTypes = await import('bravado-core/lib/errors.js');

/** Makes the handler of one action, which validates, authenticates, authorizes, and calls the controller. */
export const createHandler = core.default;

export const ApiDefinition = core.ApiDefinition;

/** Signs an access token. */
export const issueToken = jwt.issueToken;

/** The framework's error types, with Losant's messages. */
export const errors = errorTypes.default;
