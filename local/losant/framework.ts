/**
 * Losant's own server framework, loaded. It reads the key that signs tokens from the environment while its modules
 * are evaluated, so the environment has to be set before the import.
 */
import { randomBytes } from 'node:crypto';

process.env['JWT_SECRET'] ??= randomBytes(32).toString('hex');
process.env['JWT_ALGO'] = 'HS256';

const core = await import('bravado-core');
const jwt = await import('bravado-core/lib/jwt-helpers.js');
const errorTypes = await import('bravado-core/lib/errors.js');

/** Makes the handler of one action: validates, authenticates, authorizes, then calls the controller. */
export const createHandler = core.default;

export const ApiDefinition = core.ApiDefinition;

/** Signs an access token. */
export const issueToken = jwt.issueToken;

/** The framework's error types, with Losant's texts. */
export const errors = errorTypes.default;
