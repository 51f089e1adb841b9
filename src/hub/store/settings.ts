import type { Store } from './open-store.ts';

export function readSetting(store: Store, key: string): string | null {
  const query = store.db.selectFrom('settings').select('value').where('key', '=', key);
  return store.rows(query)[0]?.value ?? null;
}

export async function writeSetting(store: Pick<Store, 'db'>, key: string, value: string): Promise<void> {
  await store.db
    .insertInto('settings')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}
