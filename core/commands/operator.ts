import { anonymous, type Identity } from '../access/access.js';

/** Who runs a command on the database's own machine, with its password: everything may be seen and done. */
export const operator: Identity = Object.freeze({ ...anonymous, admin: true });
