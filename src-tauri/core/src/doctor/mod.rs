//! Reads the books whole and says whether they keep their promises. It changes nothing.

use crate::audit::audit_verify;
use crate::catalog;
use crate::db;
use crate::kernel::{Clock, Failure};
use crate::orders::states;
use rusqlite::Connection;

/// The most problems that one check names.
const MAX_PROBLEMS: usize = 20;

crate::request! {
    pub struct DoctorRun {}
}
crate::response! {
    pub struct DoctorCheck {
        pub name: String,
        pub ok: bool,
        /// Rows looked at.
        pub examined: i64,
        pub problems: Vec<String>,
    }
    pub struct DoctorReport {
        pub ok: bool,
        pub checks: Vec<DoctorCheck>,
        pub elapsed_ms: i64,
    }
}

/// A check by SQL: how many rows it looks at, and the rows that break the promise, one text each.
struct Check {
    name: &'static str,
    examined: &'static str,
    broken: &'static str,
}

const CHECKS: &[Check] = &[
    Check {
        name: "balances equal the sums of their movements",
        examined: "SELECT count(*) FROM stock_movement",
        broken: "WITH sums AS (
                   SELECT variant_id, location_id, sum(on_hand_delta) AS on_hand, sum(reserved_delta) AS reserved
                   FROM stock_movement GROUP BY variant_id, location_id)
                 SELECT variant.sku || ': balance ' || balance.on_hand || '/' || balance.reserved
                        || ', movements ' || coalesce(sums.on_hand, 0) || '/' || coalesce(sums.reserved, 0)
                 FROM stock_balance AS balance
                 JOIN variant ON variant.id = balance.variant_id
                 LEFT JOIN sums ON sums.variant_id = balance.variant_id AND sums.location_id = balance.location_id
                 WHERE balance.on_hand <> coalesce(sums.on_hand, 0) OR balance.reserved <> coalesce(sums.reserved, 0)
                 UNION ALL
                 SELECT 'movements without a balance' FROM sums
                 WHERE NOT EXISTS (SELECT 1 FROM stock_balance AS balance
                                   WHERE balance.variant_id = sums.variant_id AND balance.location_id = sums.location_id)",
    },
    Check {
        name: "nothing is oversold",
        examined: "SELECT count(*) FROM stock_balance",
        broken: "SELECT variant.sku || ': ' || on_hand || ' on hand, ' || reserved || ' reserved'
                 FROM stock_balance JOIN variant ON variant.id = stock_balance.variant_id
                 WHERE on_hand < 0 OR reserved < 0 OR reserved > on_hand",
    },
    Check {
        name: "reserved units equal active holds and open allocations",
        examined: "SELECT (SELECT count(*) FROM reservation WHERE status = 'active')
                        + (SELECT count(*) FROM allocation WHERE quantity > shipped + released)",
        broken: "WITH promised AS (
                   SELECT variant_id, location_id, sum(quantity) AS quantity FROM (
                     SELECT variant_id, location_id, quantity FROM reservation WHERE status = 'active'
                     UNION ALL
                     SELECT variant_id, location_id, quantity - shipped - released FROM allocation
                     WHERE quantity > shipped + released)
                   GROUP BY variant_id, location_id)
                 SELECT variant.sku || ': ' || balance.reserved || ' reserved, ' || coalesce(promised.quantity, 0) || ' promised'
                 FROM stock_balance AS balance
                 JOIN variant ON variant.id = balance.variant_id
                 LEFT JOIN promised
                   ON promised.variant_id = balance.variant_id AND promised.location_id = balance.location_id
                 WHERE balance.reserved <> coalesce(promised.quantity, 0)",
    },
    Check {
        name: "nobody waits for units that are free",
        examined: "SELECT count(*) FROM stock_wait WHERE status = 'waiting'",
        broken: "WITH first AS (
                   SELECT min(seq) AS seq FROM stock_wait WHERE status = 'waiting' GROUP BY variant_id, location_id)
                 SELECT variant.sku || ': wait ' || wait.seq || ' of ' || (wait.quantity - wait.granted) || ' units, '
                        || balance.available || ' are free'
                 FROM first
                 JOIN stock_wait AS wait ON wait.row_no = first.seq
                 JOIN variant ON variant.id = wait.variant_id
                 JOIN stock_balance AS balance
                   ON balance.variant_id = wait.variant_id AND balance.location_id = wait.location_id
                 WHERE variant.active = 1
                   AND balance.available >= CASE wait.accept_part WHEN 1 THEN 1 ELSE wait.quantity - wait.granted END
                 UNION ALL
                 SELECT 'wait ' || wait.seq || ': the order or basket that it is for is over'
                 FROM stock_wait AS wait
                 LEFT JOIN orders ON orders.id = wait.order_id
                 LEFT JOIN basket ON basket.id = wait.basket_id
                 WHERE wait.status = 'waiting'
                   AND (orders.status <> 'pending' OR basket.status NOT IN ('open', 'parked'))",
    },
    Check {
        name: "waits became the holds that they say",
        examined: "SELECT count(*) FROM stock_wait",
        broken: "SELECT 'wait ' || wait.seq || ': ' || wait.granted || ' granted, its holds have '
                        || coalesce(sum(hold.quantity), 0)
                 FROM stock_wait AS wait
                 LEFT JOIN reservation AS hold
                   ON hold.wait_id = wait.id AND hold.variant_id = wait.variant_id
                  AND hold.location_id = wait.location_id
                 GROUP BY wait.row_no
                 HAVING wait.granted <> coalesce(sum(hold.quantity), 0)",
    },
    Check {
        name: "each movement continues the one before it",
        examined: "SELECT count(*) FROM stock_movement",
        broken: "WITH steps AS (
                   SELECT seq, on_hand_delta, reserved_delta, on_hand_after, reserved_after,
                          lag(on_hand_after, 1, 0) OVER history AS on_hand_before,
                          lag(reserved_after, 1, 0) OVER history AS reserved_before
                   FROM stock_movement
                   WINDOW history AS (PARTITION BY variant_id, location_id ORDER BY seq))
                 SELECT 'movement ' || seq FROM steps
                 WHERE on_hand_before + on_hand_delta <> on_hand_after
                    OR reserved_before + reserved_delta <> reserved_after",
    },
    Check {
        name: "batches are what their movements say",
        examined: "SELECT count(*) FROM batch",
        broken: "SELECT batch.kind || ' ' || batch.seq || ': ' || batch.units || ' units, movements '
                        || coalesce(sum(movement.on_hand_delta), 0)
                 FROM batch
                 LEFT JOIN stock_movement AS movement ON movement.batch_id = batch.id
                 GROUP BY batch.row_no
                 HAVING batch.units <> coalesce(sum(movement.on_hand_delta), 0)
                     OR (batch.kind = 'transfer' AND batch.units <> 0)",
    },
    Check {
        name: "what was taken back adds up to nothing",
        examined: "SELECT count(*) FROM batch WHERE reverses_id IS NOT NULL",
        broken: "SELECT 'undo ' || undo.seq || ' of ' || variant.sku || ': ' || sum(movement.on_hand_delta) || ' left'
                 FROM batch AS undo
                 JOIN stock_movement AS movement ON movement.batch_id IN (undo.id, undo.reverses_id)
                 JOIN variant ON variant.id = movement.variant_id
                 WHERE undo.reverses_id IS NOT NULL
                 GROUP BY undo.row_no, movement.variant_id, movement.location_id
                 HAVING sum(movement.on_hand_delta) <> 0",
    },
    Check {
        name: "archived locations are empty and not sold from",
        examined: "SELECT count(*) FROM location",
        broken: "SELECT location.name || ': ' || sum(balance.on_hand) || ' on hand, ' || sum(balance.reserved) || ' reserved'
                 FROM location
                 JOIN stock_balance AS balance ON balance.location_id = location.id
                 WHERE location.archived_at IS NOT NULL
                 GROUP BY location.row_no
                 HAVING sum(balance.on_hand) > 0 OR sum(balance.reserved) > 0
                 UNION ALL
                 SELECT location.name || ': the store sells from it'
                 FROM setting JOIN location ON location.id = setting.selling_location_id
                 WHERE location.archived_at IS NOT NULL",
    },
    Check {
        name: "prices are what their steps say",
        examined: "SELECT (SELECT count(*) FROM order_line) + (SELECT count(*) FROM basket_line)",
        // The last price has the currency's own digits: without its point it is the minor units.
        broken: "SELECT orders.number || ', line ' || line.line_no || ': ' || line.unit_price || ', its steps end at '
                        || (line.breakdown ->> '$[#-1].after')
                 FROM order_line AS line
                 JOIN orders ON orders.id = line.order_id
                 WHERE line.unit_price <> CAST(replace(line.breakdown ->> '$[#-1].after', '.', '') AS INTEGER)
                 UNION ALL
                 SELECT 'basket ' || basket.seq || ', line ' || line.line_no || ': ' || line.unit_price
                        || ', its steps end at ' || (line.breakdown ->> '$[#-1].after')
                 FROM basket_line AS line
                 JOIN basket ON basket.id = line.basket_id
                 WHERE line.unit_price <> CAST(replace(line.breakdown ->> '$[#-1].after', '.', '') AS INTEGER)",
    },
    Check {
        name: "one tier is the default",
        examined: "SELECT count(*) FROM tier",
        broken: "SELECT count(*) || ' tiers are the default' FROM tier WHERE is_default = 1 HAVING count(*) <> 1",
    },
    Check {
        name: "counts know what the ledger had",
        examined: "SELECT count(*) FROM count_line WHERE counted IS NOT NULL",
        broken: "WITH counted AS (
                   SELECT sheet.name, line.variant_id, line.expected,
                          (SELECT coalesce(sum(on_hand_delta), 0)
                           FROM stock_movement
                           WHERE variant_id = line.variant_id
                             AND seq <= line.counted_seq
                             AND location_id = sheet.location_id) AS had
                   FROM count_line AS line
                   JOIN count_sheet AS sheet ON sheet.id = line.sheet_id
                   WHERE line.counted IS NOT NULL)
                 SELECT counted.name || ': ' || variant.sku || ' expected ' || expected || ', the ledger had ' || had
                 FROM counted
                 JOIN variant ON variant.id = counted.variant_id
                 WHERE expected <> had",
    },
    Check {
        name: "posted counts are what their batches did",
        examined: "SELECT count(*) FROM count_sheet WHERE status = 'posted'",
        broken: "SELECT sheet.name || ': its batch is not what it posted'
                 FROM count_sheet AS sheet
                 LEFT JOIN batch ON batch.id = sheet.batch_id
                 WHERE sheet.status = 'posted'
                   AND (batch.kind IS NOT 'count'
                        OR batch.line_count <> sheet.differing_count
                        OR batch.units <> (SELECT coalesce(sum(posted), 0) FROM count_line WHERE sheet_id = sheet.id))
                 UNION ALL
                 SELECT sheet.name || ': ' || variant.sku || ' is not what was posted'
                 FROM count_line AS line
                 JOIN count_sheet AS sheet ON sheet.id = line.sheet_id
                 JOIN variant ON variant.id = line.variant_id
                 WHERE line.posted IS NOT NULL
                   AND line.posted IS NOT (SELECT sum(on_hand_delta)
                                           FROM stock_movement
                                           WHERE variant_id = line.variant_id AND +batch_id = sheet.batch_id)",
    },
    Check {
        name: "variants and barcodes follow their products",
        examined: "SELECT count(*) FROM variant",
        broken: "SELECT variant.sku || ': its name, price, level or state is not its product''s'
                 FROM variant
                 JOIN product ON product.id = variant.product_id
                 LEFT JOIN category ON category.id = product.category_id
                 WHERE variant.level_here IS NOT coalesce(variant.reorder_level, category.level_here)
                    OR variant.name_folded <> product.name_folded
                    OR variant.price <> product.base_price + variant.price_adjustment
                    OR variant.active <> (product.archived_at IS NULL AND variant.archived_at IS NULL)
                    OR variant.sku_folded <> fold(variant.sku)
                    OR product.name_folded <> fold(product.name)
                 UNION ALL
                 SELECT variant.sku || ': barcode ' || barcode.code || ' is not ' || CASE variant.active WHEN 1 THEN 'in use' ELSE 'given up' END
                 FROM barcode
                 JOIN variant ON variant.id = barcode.variant_id
                 WHERE barcode.active <> variant.active
                 UNION ALL
                 SELECT product.name || ': a product without a variant'
                 FROM product
                 WHERE NOT EXISTS (SELECT 1 FROM variant WHERE product_id = product.id)",
    },
    Check {
        name: "categories form a tree",
        examined: "SELECT count(*) FROM category",
        // What cannot be reached from a root lies within itself.
        broken: "WITH RECURSIVE tree (id, path, marks, level) AS (
                   SELECT id, name, char(0xf8ff, 0xe000 + row_no / 4096 % 4096, 0xe000 + row_no % 4096), reorder_level FROM category WHERE parent_id IS NULL
                   UNION ALL
                   SELECT category.id, tree.path || char(10) || category.name,
                          tree.marks || char(10) || char(0xf8ff, 0xe000 + category.row_no / 4096 % 4096, 0xe000 + category.row_no % 4096),
                          coalesce(category.reorder_level, tree.level)
                   FROM tree
                   JOIN category ON category.parent_id = tree.id)
                 SELECT category.name || CASE WHEN tree.id IS NULL THEN ': lies within itself'
                                              ELSE ': its path or level is not what the tree makes' END
                 FROM category
                 LEFT JOIN tree ON tree.id = category.id
                 WHERE tree.id IS NULL
                    OR (category.path, category.path_folded, category.marks, category.level_here)
                       IS NOT (tree.path, fold(tree.path), tree.marks, tree.level)
                 UNION ALL
                 SELECT category.name || ': is archived and holds ' || product.name
                 FROM category
                 JOIN product ON product.category_id = category.id
                 WHERE category.archived_at IS NOT NULL",
    },
    Check {
        name: "order totals equal their lines",
        examined: "SELECT count(*) FROM orders",
        // A cancelled order keeps the figures it had, though its units went back.
        broken: "WITH sums AS (
                   SELECT line.order_id, count(*) AS lines, sum(line.line_total) AS total, sum(line.tax) AS tax,
                          sum(line.quantity - coalesce(allocation.released, 0)) AS items,
                          sum(line.list_price * (line.quantity - coalesce(allocation.released, 0))) AS listed,
                          sum(line.line_total <> line.unit_price * (line.quantity - coalesce(allocation.released, 0))) AS off
                   FROM order_line AS line
                   LEFT JOIN allocation ON allocation.order_id = line.order_id AND allocation.line_no = line.line_no
                   GROUP BY line.order_id)
                 SELECT orders.number || ': ' || orders.subtotal || ' - ' || orders.discount || ' = ' || orders.total
                        || ', lines ' || coalesce(sums.listed, 0) || ' and ' || coalesce(sums.total, 0)
                 FROM orders
                 LEFT JOIN sums ON sums.order_id = orders.id
                 WHERE (orders.line_count, orders.total, orders.tax) IS NOT (sums.lines, sums.total, sums.tax)
                    OR orders.total <> orders.subtotal - orders.discount
                    OR (orders.status <> 'cancelled'
                        AND ((orders.items, orders.subtotal) IS NOT (sums.items, sums.listed) OR sums.off > 0))",
    },
    Check {
        name: "a placed basket is its order",
        examined: "SELECT count(*) FROM basket",
        broken: "SELECT 'basket ' || basket.seq || ': placed as ' || coalesce(orders.number, 'no order')
                 FROM basket
                 LEFT JOIN orders ON orders.id = basket.order_id
                 WHERE basket.status = 'placed' AND orders.basket_id IS NOT basket.id
                 UNION ALL
                 SELECT orders.number || ': of a basket that is ' || basket.status
                 FROM orders
                 JOIN basket ON basket.id = orders.basket_id
                 WHERE basket.order_id IS NOT orders.id
                 UNION ALL
                 SELECT 'basket ' || basket.seq || ': ' || basket.status || ', and holds units'
                 FROM reservation
                 JOIN basket ON basket.id = reservation.basket_id
                 WHERE reservation.status = 'active' AND reservation.order_id IS NULL
                   AND basket.status IN ('placed', 'dropped')",
    },
    Check {
        name: "what was paid is the sum of payments less refunds",
        examined: "SELECT count(*) FROM payment",
        broken: "WITH sums AS (
                   SELECT order_id, sum(CASE kind WHEN 'refund' THEN -amount ELSE amount END) AS paid
                   FROM payment GROUP BY order_id)
                 SELECT orders.number || ': paid ' || orders.paid || ', payments ' || coalesce(sums.paid, 0)
                 FROM orders
                 LEFT JOIN sums ON sums.order_id = orders.id
                 WHERE orders.paid <> coalesce(sums.paid, 0)",
    },
    Check {
        name: "shipments are what was shipped",
        examined: "SELECT count(*) FROM shipment",
        broken: "WITH sent AS (
                   SELECT shipment.order_id, line.line_no, line.location_id, sum(line.quantity) AS quantity
                   FROM shipment_line AS line
                   JOIN shipment ON shipment.id = line.shipment_id
                   GROUP BY shipment.order_id, line.line_no, line.location_id)
                 SELECT orders.number || ' line ' || allocation.line_no || ': ' || allocation.shipped || ' shipped, shipments '
                        || coalesce(sent.quantity, 0)
                 FROM allocation
                 JOIN orders ON orders.id = allocation.order_id
                 LEFT JOIN sent
                   ON sent.order_id = allocation.order_id
                  AND sent.line_no = allocation.line_no
                  AND sent.location_id = allocation.location_id
                 WHERE allocation.shipped <> coalesce(sent.quantity, 0)
                 UNION ALL
                 SELECT orders.number || ': a shipment of what the order does not own'
                 FROM sent
                 JOIN orders ON orders.id = sent.order_id
                 WHERE NOT EXISTS (SELECT 1 FROM allocation
                                   WHERE order_id = sent.order_id
                                     AND line_no = sent.line_no
                                     AND location_id = sent.location_id)
                 UNION ALL
                 SELECT orders.number || ': shipment ' || shipment.number || ' is empty'
                 FROM shipment
                 JOIN orders ON orders.id = shipment.order_id
                 WHERE NOT EXISTS (SELECT 1 FROM shipment_line WHERE shipment_id = shipment.id)",
    },
    Check {
        name: "what came back had left, and is counted once",
        examined: "SELECT count(*) FROM order_return",
        broken: "WITH back AS (
                   SELECT order_return.order_id, line.line_no, sum(line.quantity) AS quantity
                   FROM order_return_line AS line
                   JOIN order_return ON order_return.id = line.return_id
                   GROUP BY order_return.order_id, line.line_no)
                 SELECT orders.number || ' line ' || line.line_no || ': ' || line.returned || ' returned, returns '
                        || coalesce(back.quantity, 0) || ', shipped ' || coalesce(allocation.shipped, 0)
                 FROM order_line AS line
                 JOIN orders ON orders.id = line.order_id
                 LEFT JOIN back ON back.order_id = line.order_id AND back.line_no = line.line_no
                 LEFT JOIN allocation ON allocation.order_id = line.order_id AND allocation.line_no = line.line_no
                 WHERE line.returned <> coalesce(back.quantity, 0)
                    OR line.returned > coalesce(allocation.shipped, 0)
                    OR (line.returned > 0 AND orders.status <> 'delivered')
                 UNION ALL
                 SELECT orders.number || ': return ' || order_return.number || ' is worth ' || order_return.value
                        || ', its lines ' || coalesce(sum(line.value), 0)
                 FROM order_return
                 JOIN orders ON orders.id = order_return.order_id
                 LEFT JOIN order_return_line AS line ON line.return_id = order_return.id
                 GROUP BY order_return.row_no
                 HAVING order_return.value <> coalesce(sum(line.value), -1)
                 UNION ALL
                 SELECT orders.number || ': ' || orders.returned || ' returned, returns ' || coalesce(sum(order_return.value), 0)
                 FROM orders
                 LEFT JOIN order_return ON order_return.order_id = orders.id
                 GROUP BY orders.row_no
                 HAVING orders.returned <> coalesce(sum(order_return.value), 0)",
    },
    Check {
        name: "orders moved only along the table of transitions",
        examined: "SELECT count(*) FROM order_status_history",
        broken: "SELECT orders.number || ': ' || coalesce(step.from_status, 'nothing') || ' -> ' || step.to_status
                 FROM order_status_history AS step
                 JOIN orders ON orders.id = step.order_id
                 WHERE CASE
                   WHEN step.from_status IS NULL THEN step.step <> 1 OR step.to_status NOT IN ('pending', 'rejected')
                   ELSE NOT EXISTS (SELECT 1 FROM order_transition
                                    WHERE from_status = step.from_status AND to_status = step.to_status)
                 END
                 UNION ALL
                 SELECT orders.number || ': is ' || orders.status || ', its history ends otherwise'
                 FROM orders
                 WHERE orders.status <> coalesce((SELECT to_status FROM order_status_history
                                                  WHERE order_id = orders.id ORDER BY step DESC LIMIT 1), '')",
    },
    Check {
        name: "allocations fit their orders",
        examined: "SELECT count(*) FROM allocation",
        broken: "SELECT orders.number || ': ' || orders.status || ' with ' || allocation.quantity || ' allocated, '
                        || allocation.shipped || ' shipped, ' || allocation.released || ' released'
                 FROM allocation
                 JOIN orders ON orders.id = allocation.order_id
                 WHERE CASE orders.status
                   WHEN 'pending' THEN 1
                   WHEN 'rejected' THEN 1
                   WHEN 'confirmed' THEN allocation.shipped > 0
                   -- A part of it may have left.
                   WHEN 'processing' THEN 0
                   WHEN 'cancelled' THEN allocation.released <> allocation.quantity
                   ELSE allocation.shipped + allocation.released <> allocation.quantity
                 END
                 UNION ALL
                 SELECT orders.number || ': is ' || orders.status || ' with nothing open'
                 FROM orders
                 WHERE orders.status IN ('confirmed', 'processing')
                   AND NOT EXISTS (SELECT 1 FROM allocation
                                   WHERE order_id = orders.id AND quantity > shipped + released)",
    },
];

/// Every check, on a connection of its own.
pub fn doctor_run(conn: &Connection, clock: &Clock) -> Result<DoctorReport, Failure> {
    let began = clock.read();
    let mut checks = vec![
        check(
            "the file is whole",
            None,
            texts(conn, "PRAGMA integrity_check(20)")?.into_iter().filter(|said| said != "ok"),
        ),
        check(
            "references lead somewhere",
            None,
            texts(
                conn,
                "SELECT \"table\" || ' row ' || coalesce(rowid, '?') || ' -> ' || parent FROM pragma_foreign_key_check LIMIT 20",
            )?,
        ),
        check("the schema is what the migrations make", None, schema_problems(conn)?),
        check("the table of transitions is the program's", None, states::differences(conn)?),
    ];
    for sql in CHECKS {
        let examined: i64 = conn.query_row(sql.examined, [], |row| row.get(0))?;
        checks.push(check(sql.name, Some(examined), texts(conn, &format!("{} LIMIT {MAX_PROBLEMS}", sql.broken))?));
    }
    let (examined, missing) = catalog::index_problems(conn)?;
    checks.push(check("the search index agrees with the variants", Some(examined), missing));
    let verdict = audit_verify(conn, clock)?;
    let broken =
        verdict.problem.map(|problem| format!("entry {}: {problem}", verdict.first_bad_seq.unwrap_or_default()));
    checks.push(check("the audit chain is intact", Some(verdict.entries), broken));
    Ok(DoctorReport {
        ok: checks.iter().all(|check| check.ok),
        checks,
        elapsed_ms: clock.read().elapsed_ms - began.elapsed_ms,
    })
}

fn check(name: &str, examined: Option<i64>, problems: impl IntoIterator<Item = String>) -> DoctorCheck {
    let problems: Vec<String> = problems.into_iter().take(MAX_PROBLEMS).collect();
    DoctorCheck { name: name.to_owned(), ok: problems.is_empty(), examined: examined.unwrap_or(1), problems }
}

fn texts(conn: &Connection, sql: &str) -> Result<Vec<String>, Failure> {
    let mut statement = conn.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// What the quick look at every opening sees: the wrong table of transitions or a changed migration.
pub fn quick_check(conn: &Connection) -> Result<Vec<String>, Failure> {
    let mut problems = states::differences(conn)?;
    problems.extend(db::applied(conn)?.1.into_iter().map(|name| format!("migration {name} is not the program's")));
    Ok(problems)
}

fn schema_problems(conn: &Connection) -> Result<Vec<String>, Failure> {
    let mut fresh = Connection::open_in_memory()?;
    db::migrate(&mut fresh, 0)?;
    let (expected, actual) = (db::pinned_schema(&fresh)?, db::pinned_schema(conn)?);
    let mut problems = db::applied(conn)?.1;
    if expected != actual {
        let missing = expected.split("\n\n").filter(|part| !actual.contains(part)).count();
        let extra = actual.split("\n\n").filter(|part| !expected.contains(part)).count();
        problems.push(format!("{missing} parts of the schema are missing or changed, {extra} are not the program's"));
    }
    Ok(problems)
}
