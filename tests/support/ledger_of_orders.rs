//! Many orders at once, written by SQL beside the program, and the plain search that its lists are held against.

use super::{OPENING, Shop, column};
use rusqlite::params;
use serde_json::{Value, json};

pub const STATUSES: [&str; 7] = ["pending", "confirmed", "processing", "shipped", "delivered", "cancelled", "rejected"];
pub const PRIORITIES: [&str; 4] = ["low", "normal", "high", "urgent"];
pub const SORTS: [&str; 6] = ["newest", "oldest", "highest_value", "lowest_value", "number", "number_desc"];
const SKUS: [&str; 3] = ["tea", "coffee", "salt"];
/// Few values, so that most orders tie with many others.
const TOTALS: [i64; 6] = [0, 100, 250, 251, 1_000, 99_999];
/// India's clock: half past five ahead of UTC all year, so that days begin and end inside a day of UTC.
const ZONE: &str = "Asia/Kolkata";
const ZONE_MS: i64 = 19_800_000;
const DAY_MS: i64 = 86_400_000;
const DAYS: u64 = 40;

/// SplitMix64: the same orders every time.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub fn one_of<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }
}

/// What the plain search knows of an order.
#[derive(Debug, Clone)]
pub struct Known {
    pub seq: i64,
    pub number: String,
    pub status: &'static str,
    pub priority: &'static str,
    pub created_at: i64,
    pub total: i64,
    pub items: i64,
    pub staff: usize,
    pub customer: Option<usize>,
    pub sku: &'static str,
}

pub struct Ledger {
    pub shop: Shop,
    pub orders: Vec<Known>,
    /// Ids of the two members of staff and of the customers.
    pub staff: Vec<String>,
    pub customers: Vec<(String, &'static str, &'static str)>,
}

/// What a list is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub status: Vec<&'static str>,
    /// Days counted from 1970 on the store's clock.
    pub from: Option<i64>,
    pub to: Option<i64>,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub text: Option<&'static str>,
    pub staff: Option<usize>,
    pub customer: Option<usize>,
    pub priority: Vec<&'static str>,
}

/// The last day that has orders, from 1970 on the store's clock.
pub fn last_day() -> i64 {
    (OPENING.0 + ZONE_MS).div_euclid(DAY_MS)
}

fn day_text(day: i64) -> String {
    let conn = rusqlite::Connection::open_in_memory().expect("a calendar");
    conn.query_row("SELECT date(?1 * 86400, 'unixepoch')", [day], |row| row.get(0)).expect("a day")
}

fn money(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

fn blob(id: &str) -> Vec<u8> {
    uuid::Uuid::parse_str(id).expect("an id").as_bytes().to_vec()
}

fn hyphenated(bytes: &[u8]) -> String {
    uuid::Uuid::from_slice(bytes).expect("an id").to_string()
}

impl Ledger {
    pub fn of(count: i64, shape: fn(stockroom_core::OpenOptions) -> stockroom_core::OpenOptions) -> Ledger {
        let mut shop = Shop::open_with(shape);
        shop.call("settings_update", json!({ "rowVersion": 1, "timeZone": ZONE })).done();
        let variants: Vec<String> = SKUS.iter().map(|sku| shop.variant(sku)).collect();
        let maja = shop.core.os_user_session("maja").expect("a member of staff");
        let staff = vec![shop.session.actor.staff_id.to_string(), maja.actor.staff_id.to_string()];
        let mut conn = shop.tamper();
        let location = column::<Vec<u8>>(&conn, "SELECT id FROM location").remove(0);
        let tx = conn.transaction().expect("a transaction");
        let people = [("Maja Kovač", "maja@example.org"), ("Tom Byrne", ""), ("Niamh 100%", "n_b@example.org")];
        let mut customers = Vec::new();
        for (index, (name, email)) in people.into_iter().enumerate() {
            let id = uuid::Uuid::now_v7();
            let seq = index as i64 + 1;
            tx.execute(
                "INSERT INTO customer (row_no, seq, id, name, name_folded, email, email_folded, created_at)
                 VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?5, ?6)",
                params![seq, id.as_bytes().as_slice(), name, name.to_lowercase(), email, OPENING.0],
            )
            .expect("a customer");
            customers.push((id.to_string(), name, email));
        }
        let mut random = Random(42);
        let mut orders = Vec::new();
        for seq in 1..=count {
            // Most orders are delivered; the last SKU is rare, so that a text can match few and many.
            let begin = if random.below(3) == 0 { *random.one_of(&STATUSES) } else { "delivered" };
            let sku = random.below(20).min(2) as usize;
            let sku = [2, 1, 0][sku];
            let order = Known {
                seq,
                number: format!("2026-{seq:06}"),
                status: begin,
                priority: PRIORITIES[random.below(PRIORITIES.len() as u64) as usize],
                created_at: OPENING.0
                    - (random.below(DAYS) as i64) * DAY_MS
                    - *random.one_of(&[0, 1, 3_600_000, 40_000_000]),
                total: *random.one_of(&TOTALS),
                items: 1 + random.below(5) as i64,
                staff: usize::from(random.below(10) == 0),
                customer: Some(random.below(4) as usize).filter(|customer| *customer < customers.len()),
                sku: SKUS[sku],
            };
            insert(&tx, &order, &variants[sku], &staff, &customers, &location);
            orders.push(order);
        }
        tx.execute("INSERT INTO counter (name, value) VALUES ('order_number_2026', ?1)", [count]).expect("a counter");
        tx.commit().expect("committed");
        drop(conn);
        Ledger { shop, orders, staff, customers }
    }

    pub fn request(&self, asked: &Asked) -> Value {
        let mut filter = json!({});
        // Words of a closed list are read in any letter case.
        let shout = |words: &[&str]| -> Vec<String> {
            words.iter().enumerate().map(|(n, w)| if n % 2 == 0 { w.to_uppercase() } else { (*w).to_owned() }).collect()
        };
        if !asked.status.is_empty() {
            filter["status"] = json!(shout(&asked.status));
        }
        if !asked.priority.is_empty() {
            filter["priority"] = json!(shout(&asked.priority));
        }
        for (name, day) in [("from", asked.from), ("to", asked.to)] {
            if let Some(day) = day {
                filter[name] = json!(day_text(day));
            }
        }
        for (name, total) in [("minTotal", asked.min), ("maxTotal", asked.max)] {
            if let Some(total) = total {
                filter[name] = json!(money(total));
            }
        }
        if let Some(text) = asked.text {
            filter["text"] = json!(text);
        }
        if let Some(staff) = asked.staff {
            filter["staffId"] = json!(self.staff[staff]);
        }
        if let Some(customer) = asked.customer {
            filter["customerId"] = json!(self.customers[customer].0);
        }
        filter
    }

    /// The orders asked for, in order, found by looking at each of them.
    pub fn search(&self, asked: &Asked, sort: &str) -> Vec<&Known> {
        let day = |order: &Known| (order.created_at + ZONE_MS).div_euclid(DAY_MS);
        let mut found: Vec<&Known> = self
            .orders
            .iter()
            .filter(|order| {
                (asked.status.is_empty() || asked.status.contains(&order.status))
                    && (asked.priority.is_empty() || asked.priority.contains(&order.priority))
                    && asked.from.is_none_or(|from| day(order) >= from)
                    && asked.to.is_none_or(|to| day(order) <= to)
                    && asked.min.is_none_or(|min| order.total >= min)
                    && asked.max.is_none_or(|max| order.total <= max)
                    && asked.staff.is_none_or(|staff| order.staff == staff)
                    && asked.customer.is_none_or(|customer| order.customer == Some(customer))
                    && asked.text.is_none_or(|text| self.matches(order, &text.trim().to_lowercase()))
            })
            .collect();
        found.sort_by_key(|order| match sort {
            "newest" => (-order.created_at, -order.seq),
            "oldest" => (order.created_at, order.seq),
            "highest_value" => (-order.total, -order.seq),
            "lowest_value" => (order.total, order.seq),
            "number" => (order.seq, 0),
            "number_desc" => (-order.seq, 0),
            other => panic!("no sort {other}"),
        });
        found
    }

    /// A text is part of the customer's name or e-mail or of a SKU, a bare number, or the beginning of a number.
    fn matches(&self, order: &Known, text: &str) -> bool {
        let customer = order.customer.map(|customer| &self.customers[customer]);
        customer.is_some_and(|(_, name, email)| name.to_lowercase().contains(text) || email.contains(text))
            || order.sku.contains(text)
            || text.parse() == Ok(order.seq)
            || (text.len() >= 5 && order.number.starts_with(text))
    }
}

fn insert(
    tx: &rusqlite::Transaction<'_>,
    order: &Known,
    variant: &str,
    staff: &[String],
    customers: &[(String, &str, &str)],
    location: &[u8],
) {
    let id = uuid::Uuid::now_v7();
    let customer = order.customer.map(|customer| &customers[customer]);
    // An order begins pending or rejected; the rest of its way is written as the table allows it.
    let begin = if order.status == "rejected" { "rejected" } else { "pending" };
    let mut statement = tx
        .prepare_cached(
            "INSERT INTO orders
               (row_no, seq, id, number, status, priority, customer_id, customer_name, customer_email, location_id,
                fulfilment, line_count, items, subtotal, discount, tax, total, note, rejection, hold_seconds, staff_id,
                created_at, status_at)
             VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'pickup', 1, ?10, ?11, 0, 0, ?11, '',
                     CASE ?4 WHEN 'rejected' THEN '[]' END, 60, ?12, ?13, ?13)",
        )
        .expect("a statement");
    statement
        .execute(params![
            order.seq,
            id.as_bytes().as_slice(),
            order.number,
            begin,
            order.priority,
            customer.map(|(id, _, _)| blob(id)),
            customer.map_or("Walk-in customer", |(_, name, _)| name),
            customer.map_or("", |(_, _, email)| email),
            location,
            order.items,
            order.total,
            blob(&staff[order.staff]),
            order.created_at,
        ])
        .expect("an order");
    let way: &[&str] = match order.status {
        "confirmed" => &["confirmed"],
        "processing" => &["confirmed", "processing"],
        "shipped" => &["confirmed", "processing", "shipped"],
        "delivered" => &["confirmed", "processing", "shipped", "delivered"],
        "cancelled" => &["cancelled"],
        _ => &[],
    };
    for status in way {
        tx.prepare_cached("UPDATE orders SET status = ?2 WHERE row_no = ?1")
            .expect("a statement")
            .execute(params![order.seq, status])
            .expect("a step");
    }
    tx.prepare_cached(
        "INSERT INTO order_line (order_id, line_no, variant_id, location_id, sku, name, quantity, unit_price,
           tax_rate_bp, tax, breakdown, line_total)
         VALUES (?1, 1, ?2, ?3, ?4, ?4, ?5, 0, 0, 0, '[]', ?6)",
    )
    .expect("a statement")
    .execute(params![id.as_bytes().as_slice(), blob(variant), location, order.sku, order.items, order.total])
    .expect("a line");
}

/// The numbers of a list's rows.
pub fn numbers(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| super::text(&row["number"])).collect()
}

/// Every mix of what a list can be asked for that differs in kind.
pub fn every_mix() -> Vec<Asked> {
    let last = last_day();
    let statuses: [&[&str]; 3] = [&[], &["delivered"], &["pending", "cancelled", "shipped"]];
    let days = [(None, None), (Some(last - 12), None), (None, Some(last - 20)), (Some(last - 9), Some(last - 9))];
    let totals = [(None, None), (Some(250), None), (None, Some(250)), (Some(100), Some(251))];
    let texts = [None, Some("MAJA"), Some("salt"), Some("17"), Some("2026-0000"), Some("nobody")];
    let priorities: [&[&str]; 2] = [&[], &["urgent", "low"]];
    let mut mixes = Vec::new();
    for status in statuses {
        for (from, to) in days {
            for (min, max) in totals {
                for text in texts {
                    for staff in [None, Some(1)] {
                        for customer in [None, Some(0)] {
                            for priority in priorities {
                                mixes.push(Asked {
                                    status: status.to_vec(),
                                    from,
                                    to,
                                    min,
                                    max,
                                    text,
                                    staff,
                                    customer,
                                    priority: priority.to_vec(),
                                });
                            }
                        }
                    }
                }
            }
        }
    }
    mixes
}

/// The id of an order by its number.
pub fn id_of(shop: &Shop, number: &str) -> String {
    let id: Vec<u8> =
        shop.look().query_row("SELECT id FROM orders WHERE number = ?1", [number], |row| row.get(0)).expect("an order");
    hyphenated(&id)
}
