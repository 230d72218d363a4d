//! Pages of the order table at a million orders: every mix of filters and sorts, beside hand-written SQL.

use crate::Outcome;
use crate::memory::{peak_mb, reset_peak};
use crate::report::{Goal, Report, median};
use crate::reserve::refusal;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::time::Instant;
use stockroom_core::{Core, OpenOptions};
use uuid::Uuid;

const SORTS: [(&str, &str, &str); 5] = [
    ("newest", "orders_by_created", "created_at DESC, seq DESC"),
    ("oldest", "orders_by_created", "created_at, seq"),
    ("highest_value", "orders_by_total", "total DESC, seq DESC"),
    ("lowest_value", "orders_by_total", "total, seq"),
    ("number_desc", "orders_by_number", "seq DESC"),
];

/// Of the 1,920 mixes every so many are measured: a number without a factor in common with the lists.
const EVERY: usize = 13;
/// From here on a query by hand is not repeated, in milliseconds.
const SLOW_MS: f64 = 20.0;

const ROW: &str = "orders.id, orders.seq, orders.number, orders.status, orders.priority, orders.customer_id,
  orders.customer_name, orders.line_count, orders.items, orders.total, orders.created_at, orders.status_at, staff.name,
  CASE orders.status WHEN 'pending' THEN (SELECT min(expires_at) FROM reservation WHERE order_id = orders.id AND status = 'active') END,
  orders.row_version";

/// One way to filter: as the engine is asked, and as SQL.
#[derive(Clone)]
struct Filter {
    asked: Option<(&'static str, Value)>,
    sql: String,
}

fn none() -> Filter {
    Filter { asked: None, sql: String::new() }
}

pub fn run(report: &mut Report, many: &Path, fewer: &Path) -> Outcome<()> {
    reset_peak();
    let core = Core::open(OpenOptions::new(many).background(false)).map_err(refusal)?;
    let raw = Connection::open_with_flags(many, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    raw.execute_batch("PRAGMA cache_size = -16384")?;
    raw.set_prepared_statement_cache_capacity(2048);

    texts(report, &core)?;
    mixes(report, &core, &raw)?;
    let page = |core: &Core| -> Outcome<f64> {
        let mut times = Vec::new();
        for _ in 0..200 {
            times.push(ours(core, &json!({ "sort": "newest", "limit": 100 }))?.0);
        }
        Ok(median(&mut times))
    };
    let small = Core::open(OpenOptions::new(fewer).background(false)).map_err(refusal)?;
    page(&core)?;
    report.ratio("page: newest, 1,000,000 orders to 100,000", page(&core)?, page(&small)?, "ms", Goal::AtMost(2.5));
    report.figure("page: memory of the process, at most", peak_mb(), "MB", Goal::AtMost(200.0));
    Ok(())
}

/// Milliseconds of one page through dispatch, and its rows.
fn ours(core: &Core, request: &Value) -> Outcome<(f64, String)> {
    let (session, payload, id) = (core.owner_session(), request.to_string(), Uuid::now_v7().to_string());
    let began = Instant::now();
    let answer = core.dispatch(&session, "order_list", &id, &payload);
    let took = began.elapsed().as_secs_f64() * 1000.0;
    if answer.starts_with("{\"outcome\":\"done\"") { Ok((took, answer)) } else { Err(answer.into()) }
}

fn seqs(answer: &str) -> Outcome<Vec<i64>> {
    let answer: Value = serde_json::from_str(answer)?;
    let rows = answer["value"]["rows"].as_array().cloned().unwrap_or_default();
    Ok(rows.iter().filter_map(|row| row["seq"].as_i64()).collect())
}

fn by_hand(raw: &Connection, index: Option<&str>, filter: &str, order: &str) -> Outcome<(f64, Vec<i64>)> {
    let hint = index.map(|index| format!("INDEXED BY {index}")).unwrap_or_default();
    let sql = format!(
        "SELECT {ROW} FROM orders {hint} JOIN staff ON staff.id = orders.staff_id WHERE 1 = 1{filter} ORDER BY {} LIMIT 100",
        order.replace("seq", "orders.seq").replace("created_at", "orders.created_at").replace("total", "orders.total")
    );
    let mut statement = raw.prepare_cached(&sql)?;
    let began = Instant::now();
    let mut rows = statement.query([])?;
    let mut seqs = Vec::new();
    while let Some(row) = rows.next()? {
        for column in 0..15 {
            std::hint::black_box(row.get_ref(column)?);
        }
        seqs.push(row.get(1)?);
    }
    Ok((began.elapsed().as_secs_f64() * 1000.0, seqs))
}

fn mixes(report: &mut Report, core: &Core, raw: &Connection) -> Outcome<()> {
    let customer: Vec<u8> = raw.query_row("SELECT id FROM customer WHERE row_no = 4711", [], |row| row.get(0))?;
    let staff =
        |name: &str| raw.query_row("SELECT id FROM staff WHERE name = ?1", [name], |row| row.get::<_, Vec<u8>>(0));
    let id_filter = |field: &'static str, column: &str, id: &[u8]| Filter {
        asked: Some((field, json!(Uuid::from_slice(id).unwrap_or_default().to_string()))),
        sql: format!(" AND orders.{column} = x'{}'", id.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
    };
    let words = |field: &'static str, column: &str, words: &[&str]| Filter {
        asked: Some((field, json!(words))),
        sql: format!(
            " AND orders.{column} IN ({})",
            words.iter().map(|w| format!("'{w}'")).collect::<Vec<_>>().join(", ")
        ),
    };
    // Dublin's days: winter time is UTC.
    let day_ms = |day: &str| raw.query_row("SELECT unixepoch(?1) * 1000", [day], |row| row.get::<_, i64>(0));
    let since = |day: &'static str| -> Outcome<Filter> {
        Ok(Filter { asked: Some(("from", json!(day))), sql: format!(" AND orders.created_at >= {}", day_ms(day)?) })
    };
    let at_least = |minor: i64| Filter {
        asked: Some(("minTotal", json!(format!("{}.00", minor / 100)))),
        sql: format!(" AND orders.total >= {minor}"),
    };
    let statuses = [
        none(),
        words("status", "status", &["rejected"]),
        words("status", "status", &["delivered"]),
        words("status", "status", &["pending", "confirmed", "cancelled"]),
    ];
    let days = [none(), since("2026-11-19")?, since("2026-10-26")?, since("2025-11-20")?];
    let totals = [none(), at_least(200_000), at_least(50_000)];
    let people = [
        none(),
        id_filter("staffId", "staff_id", &staff("Maja Nowak")?),
        id_filter("staffId", "staff_id", &staff("Rare Seller")?),
        id_filter("customerId", "customer_id", &customer),
    ];
    let priorities = [none(), words("priority", "priority", &["urgent"])];

    let mut scan = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        raw.query_row(
            "SELECT count(*), sum(total) FROM orders INDEXED BY orders_by_created WHERE status <> 'x'",
            [],
            |_| Ok(()),
        )?;
        scan.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    let scan = median(&mut scan);

    let (mut ratios, mut times) = (Vec::new(), Vec::new());
    let mut slowest: Vec<(f64, Value)> = Vec::new();
    let mut count = 0;
    for status in &statuses {
        for day in &days {
            for total in &totals {
                for person in &people {
                    for priority in &priorities {
                        let parts = [status, day, total, person, priority];
                        let asked: Map<String, Value> = parts
                            .iter()
                            .filter_map(|part| part.asked.clone())
                            .map(|(field, value)| (field.to_owned(), value))
                            .collect();
                        let sql: String = parts.iter().map(|part| part.sql.as_str()).collect();
                        for (sort, index, order) in SORTS {
                            let request = json!({ "filter": asked, "sort": sort, "limit": 100 });
                            count += 1;
                            if count % EVERY != 0 {
                                continue;
                            }
                            ours(core, &request)?;
                            let (mine, answer) = ours(core, &request)?;
                            // The better of what SQLite chooses by itself and the sort's own index.
                            let (first, free_rows) = by_hand(raw, None, &sql, order)?;
                            let (again, _) =
                                if first < SLOW_MS { by_hand(raw, None, &sql, order)? } else { (first, Vec::new()) };
                            let free = first.min(again);
                            let named = if free < SLOW_MS { free } else { by_hand(raw, Some(index), &sql, order)?.0 };
                            if seqs(&answer)? != free_rows {
                                return Err(format!("another page than by hand: {request}").into());
                            }
                            ratios.push(mine / free.min(named));
                            times.push(mine);
                            slowest.push((mine, request));
                        }
                    }
                }
            }
        }
    }
    // The slowest are measured again: one run says more about the machine than about the mix.
    slowest.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut worst = (0.0, String::new());
    for (_, request) in slowest.iter().take(10) {
        let mut again = Vec::new();
        for _ in 0..5 {
            again.push(ours(core, request)?.0);
        }
        let took = median(&mut again);
        if took > worst.0 {
            worst = (took, request.to_string());
        }
    }
    report.say(&format!("{} mixes; the worst: {}", times.len(), worst.1));
    report.ratio("page: median of all mixes to SQL by hand", median(&mut ratios), 1.0, "times", Goal::AtMost(3.0));
    report.figure("page: median of all mixes", median(&mut times), "ms", Goal::AtMost(50.0));
    report.ratio(
        "page: the worst mix to one scan of its index",
        worst.0,
        scan.max(50.0 / 1.5),
        "ms",
        Goal::AtMost(1.5),
    );
    Ok(())
}

fn texts(report: &mut Report, core: &Core) -> Outcome<()> {
    let mut worst = (0.0, String::new());
    for text in
        ["2026-004711", "4711", "2026-0047", "brennan", "oisín farrell 3", "c4711@", "ten-0010", "ten-", "a", "zzz"]
    {
        for (sort, _, _) in SORTS {
            for filter in [
                json!({ "text": text }),
                json!({ "text": text, "status": ["pending"] }),
                json!({ "text": text, "from": "2026-11-01" }),
            ] {
                let request = json!({ "filter": filter, "sort": sort, "limit": 100 });
                ours(core, &request)?;
                let took = ours(core, &request)?.0.min(ours(core, &request)?.0);
                if took > worst.0 {
                    worst = (took, request.to_string());
                }
            }
        }
    }
    report.say(&format!("the slowest text: {}", worst.1));
    report.figure("page: the slowest text filter", worst.0, "ms", Goal::AtMost(150.0));
    Ok(())
}
