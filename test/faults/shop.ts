import { expect } from 'chai';
import type { Client } from 'pg';

/**
 * A shop in which every order says how many lines it has: an order that was half written shows. Writing to `parcels` takes half a second.
 */
export const shop = `
  create table products (id integer primary key, name varchar(20) not null);
  create table orders (
    id integer generated always as identity primary key, reference varchar(40) not null unique, line_count integer not null
  );
  create table lines (
    order_id integer not null references orders on delete cascade, number integer not null, product_id integer not null references products,
    primary key (order_id, number)
  );
  create table counters (id integer primary key, value integer not null);
  create table parcels (id integer generated always as identity primary key, reference varchar(40) not null unique);
  create function take_long() returns trigger language plpgsql as $$ begin perform pg_sleep(0.5); return new; end $$;
  create trigger slow before insert on parcels for each row execute function take_long();
  insert into products select n, 'product ' || n from generate_series(1, 50) n;
  insert into counters select n, 0 from generate_series(1, 40) n;
`;

export const shopMirror = { relations: { 'orders.lines': 'lines.order_id' } };

/** An order with as many lines as it says. */
export function order(reference: string, lineCount: number): object {
  const lines = Array.from({ length: lineCount }, (_, index) => ({ number: index + 1, product_id: index + 1 }));
  return { reference, line_count: lineCount, lines };
}

/** What clients were told has been written. */
export interface Acknowledged {
  /** References of orders. */
  readonly orders: ReadonlySet<string>;
  /** Counter → the last value that was acknowledged, and the last that was sent. */
  readonly counters: ReadonlyMap<number, { readonly acknowledged: number; readonly sent: number }>;
}

/** Holds what clients were told against what there is: nothing is lost, and nothing is half written. */
export async function expectWhole(admin: Client, { orders, counters }: Acknowledged): Promise<void> {
  const { rows: stored } = await admin.query<{ reference: string; stated: number; counted: number }>(`
    select reference, line_count as stated, (select count(*)::int from lines where order_id = orders.id) as counted from orders`);
  expect(stored.filter(({ stated, counted }) => stated !== counted), 'half written').to.deep.equal([]);
  const references = new Set(stored.map(({ reference }) => reference));
  expect([...orders].filter((reference) => !references.has(reference)), 'lost').to.deep.equal([]);
  const { rows: values } = await admin.query<{ id: number; value: number }>('select id, value from counters');
  for (const { id, value } of values) {
    const { acknowledged, sent } = counters.get(id) ?? { acknowledged: 0, sent: value };
    expect(value, `counter ${id}`).to.be.within(acknowledged, sent);
  }
}
