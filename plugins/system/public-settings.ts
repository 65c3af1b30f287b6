import { systemCollections as names, type OwnRead } from 'jackfield';

/** What everybody may know of the settings. */
const fields = [
  'project_name', 'project_descriptor', 'project_color', 'project_logo', 'public_note', 'default_language', 'default_appearance',
];

/** The settings that everybody may know; nothing where there are none. */
export async function publicSettings(read: OwnRead): Promise<Readonly<Record<string, unknown>>> {
  const [settings] = await read({ collection: names.settings, fields, limit: 1 });
  return settings ?? {};
}
