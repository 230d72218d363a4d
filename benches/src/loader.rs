//! A store with as many orders as one wants, made straight in SQL and kept under target/ for the next run. It is a
//! store like any other: the doctor finds nothing in it.

use crate::Outcome;
use crate::report::{Goal, Report};
use crate::reserve::{call, refusal};
use rusqlite::{Connection, Statement, params};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Instant;
use stockroom_core::audit::{Entry, record};
use stockroom_core::catalog::{Which, reindex};
use stockroom_core::db::{Act, Actor, Committed, Told, Uow, Work};
use stockroom_core::kernel::{AuditAction, OrderStatus, Role, StaffId};
use stockroom_core::{Core, OpenOptions};
use uuid::{NoContext, Timestamp, Uuid};

const PRODUCTS: usize = 2_000;
const CUSTOMERS: usize = 20_000;
const STAFF: usize = 6;
const DAYS: i64 = 730;
/// The last order is placed here: 2026-11-19 18:00 UTC. A fixed end keeps a cached store and its figures alike.
pub const END_MS: i64 = 1_795_111_200_000;
/// Raised when what the loader makes changes, so that an older cached store is made again.
const EDITION: u32 = 3;

/// The store with so many orders; made when it is not there yet.
pub fn cached(report: &mut Report, cache: &Path, orders: u32) -> Outcome<PathBuf> {
    let path = cache.join(format!("orders-{orders}-schema-{}-{EDITION}.stockroom", stockroom_core::db::LATEST));
    if path.exists() {
        return Ok(path);
    }
    report.say(&format!("making a store with {orders} orders"));
    let draft = cache.join(format!("loading-{orders}.stockroom"));
    for suffix in ["", "-wal", "-shm", "-lock"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", draft.display()));
    }
    let began = Instant::now();
    load(&draft, orders)?;
    let took = began.elapsed().as_secs_f64();
    report.figure(&format!("load of {orders} orders"), took, "s", Goal::AtMost(180.0));
    let core = Core::open(OpenOptions::new(&draft).background(false)).map_err(refusal)?;
    // What follows from the products, and what they are found by.
    let index: Work = Box::new(|uow| reindex(uow, Which::All).map(|()| Told(String::new())));
    match core.work(&core.owner_session().actor, Act::default(), index) {
        Committed::Told(_) => {}
        failed => return Err(format!("the loaded store has no index: {failed:?}").into()),
    }
    let verdict = call(&core, "doctor_run", &json!({}))?;
    core.close();
    drop(core);
    if verdict["ok"] != true {
        return Err(format!("the loaded store is not clean: {verdict:#}").into());
    }
    report.say(&format!("the doctor found nothing in {} ms", verdict["elapsedMs"]));
    std::fs::rename(&draft, &path)?;
    Ok(path)
}

/// Random numbers that are the same in every run (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() % limit as u64).unwrap_or(0)
    }
    pub fn id(&mut self, at_ms: i64) -> [u8; 16] {
        let ms = at_ms.unsigned_abs();
        let nanos = u32::try_from(ms % 1000).unwrap_or(0) * 1_000_000;
        let mut bytes = *Uuid::new_v7(Timestamp::from_unix(NoContext, ms / 1000, nanos)).as_bytes();
        bytes[8..].copy_from_slice(&self.roll().to_be_bytes());
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        bytes
    }
}

struct Variant {
    id: [u8; 16],
    sku: String,
    price: i64,
    on_hand: i64,
    reserved: i64,
}

/// Everything that was shipped left at once: one shipment an order.
const SHIPMENTS: &str = "
  INSERT INTO shipment (id, order_id, number, staff_id, at)
  SELECT orders.id, orders.id, 1, orders.staff_id, orders.status_at
  FROM orders
  WHERE status IN ('shipped', 'delivered')
  ORDER BY row_no;
  INSERT INTO shipment_line (shipment_id, line_no, location_id, quantity)
  SELECT order_id, line_no, location_id, shipped FROM allocation WHERE shipped > 0;";

fn load(path: &Path, orders: u32) -> Outcome<()> {
    let options = OpenOptions::new(path).create(true).background(false).store_name("Bench").time_zone("Europe/Dublin");
    Core::open(options).map_err(refusal)?.close();
    let mut conn = Connection::open(path)?;
    conn.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -524288; PRAGMA temp_store = MEMORY;
         PRAGMA foreign_keys = OFF;",
    )?;
    conn.set_prepared_statement_cache_capacity(64);
    let put_aside = put_aside(&conn)?;
    let tx = conn.transaction()?;
    fill(&tx, i64::from(orders))?;
    tx.commit()?;
    for sql in put_aside {
        conn.execute_batch(&sql)?;
    }
    conn.execute_batch(SHIPMENTS)?;
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE);")?;
    conn.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Takes away what makes loading slow or forbids it, and returns the statements that bring it back.
fn put_aside(conn: &Connection) -> Outcome<Vec<String>> {
    let mut statement = conn.prepare(
        "SELECT type, name, sql FROM sqlite_schema
         WHERE sql IS NOT NULL AND (type = 'index' OR name = 'orders_begin')",
    )?;
    let found = statement
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for (kind, name, _) in &found {
        conn.execute_batch(&format!("DROP {kind} {name}"))?;
    }
    Ok(found.into_iter().map(|(_, _, sql)| sql).collect())
}

fn fill(conn: &Connection, orders: i64) -> Outcome<()> {
    let mut dice = Dice(7);
    let start = END_MS - DAYS * 86_400_000;
    let location: [u8; 16] = conn.query_row("SELECT id FROM location", [], |row| row.get(0))?;
    let staff = fill_staff(conn, &mut dice, start)?;
    let mut variants = fill_products(conn, &mut dice, start, &location, &staff[0])?;
    let customers = fill_customers(conn, &mut dice, start)?;
    let mut books = Books::prepare(conn)?;
    let actors: Vec<Actor> = staff
        .iter()
        .enumerate()
        .map(|(index, id)| Actor {
            staff_id: StaffId::from_uuid(Uuid::from_bytes(*id)),
            name: staff_name(index),
            role: Role::Clerk,
        })
        .collect();
    let mut numbers = std::collections::BTreeMap::<i64, i64>::new();
    for seq in 1..=orders {
        let at = start + (END_MS - start) / orders * seq;
        let year = if at < 1_735_689_600_000 {
            2024
        } else if at < 1_767_225_600_000 {
            2025
        } else {
            2026
        };
        let count = numbers.entry(year).or_default();
        *count += 1;
        let number = format!("{year}-{count:06}");
        // One member of staff sells almost nothing: the narrow case of the staff filter.
        let seller = if dice.below(5_000) == 0 { STAFF - 1 } else { dice.below(STAFF - 1) };
        let order = Order::roll(&mut dice, at, &variants);
        let customer = (dice.below(10) < 8).then(|| dice.below(CUSTOMERS));
        books.order(
            seq,
            &number,
            &order,
            customer.map(|c| (&customers[c], customer_name(c))),
            &location,
            &staff[seller],
        )?;
        books.lines(&order, &number, &mut variants, &location, &staff[seller])?;
        books.history(&order, &staff[seller])?;
        let mut uow = Uow::new(conn, stockroom_core::Instant(at), &actors[seller], Act::default()).map_err(failure)?;
        record(
            &mut uow,
            Entry {
                action: AuditAction::OrderCreated,
                object_type: "order",
                object_id: Uuid::from_bytes(order.id).to_string(),
                object_label: &number,
                old: None,
                new: Some(json!({ "status": order.status, "items": order.items(), "total": format!("{}.00", order.total() / 100) })),
                reason: None,
            },
        )
        .map_err(failure)?;
    }
    for (year, count) in numbers {
        conn.execute(
            "INSERT INTO counter (name, value) VALUES (?1, ?2)",
            params![format!("order_number_{year}"), count],
        )?;
    }
    for variant in &variants {
        conn.execute(
            "INSERT INTO stock_balance (variant_id, location_id, on_hand, reserved) VALUES (?1, ?2, ?3, ?4)",
            params![variant.id, location, variant.on_hand, variant.reserved],
        )?;
    }
    Ok(())
}

fn failure(failure: stockroom_core::kernel::Failure) -> Box<dyn std::error::Error> {
    format!("{failure:?}").into()
}

fn staff_name(index: usize) -> String {
    ["Niamh Doherty", "Maja Nowak", "Ciarán Walsh", "Declan Burke", "Aoife Kelly", "Rare Seller"][index % STAFF]
        .to_owned()
}

fn customer_name(index: usize) -> String {
    const FIRST: [&str; 20] = [
        "Oisín", "Dervla", "Tomás", "Priya", "Margaret", "Jakub", "Eimear", "Hannah", "Liam", "Grace", "Patrick",
        "Ruth", "Cormac", "Ana", "Fiachra", "Sorcha", "Peadar", "Caoimhe", "Rory", "Maeve",
    ];
    const LAST: [&str; 20] = [
        "Farrell",
        "Quinn",
        "Briain",
        "Raman",
        "Nolan",
        "Kowalski",
        "Duffy",
        "Lindqvist",
        "Corcoran",
        "Adeyemi",
        "Hession",
        "Aodha",
        "Hayes",
        "Ribeiro",
        "Dolan",
        "Whelan",
        "Lynch",
        "Ryan",
        "Keogh",
        "Brennan",
    ];
    format!("{} {} {}", FIRST[index % 20], LAST[index / 20 % 20], index / 400)
}

fn fill_staff(conn: &Connection, dice: &mut Dice, at: i64) -> Outcome<Vec<[u8; 16]>> {
    let mut staff = Vec::new();
    for index in 0..STAFF {
        let id = dice.id(at);
        conn.execute(
            "INSERT INTO staff (id, name, role, origin, created_at) VALUES (?1, ?2, 'clerk', 'os_user', ?3)",
            params![id, staff_name(index), at],
        )?;
        staff.push(id);
    }
    Ok(staff)
}

fn fill_products(
    conn: &Connection,
    dice: &mut Dice,
    at: i64,
    location: &[u8; 16],
    staff: &[u8; 16],
) -> Outcome<Vec<Variant>> {
    const KINDS: [&str; 10] =
        ["Tent", "Stove", "Blanket", "Headlamp", "Backpack", "Bottle", "Mug", "Lantern", "Apron", "Teapot"];
    const FAMILIES: [&str; 10] =
        ["Fjord", "Ember", "Inish", "Ridge", "Karst", "Tarn", "Claddagh", "Burren", "Skellig", "Aran"];
    let mut variants = Vec::new();
    for index in 0..PRODUCTS {
        let (product_id, variant_id) = (dice.id(at), dice.id(at));
        let seq = index as i64 + 1;
        let name = format!("{} {} {}", FAMILIES[index / 10 % 10], KINDS[index % 10], index / 100 + 1);
        let sku = format!("{}-{:04}", KINDS[index % 10][..3].to_uppercase(), index);
        let price = 295 + dice.below(40_000) as i64 / 5 * 5;
        conn.execute(
            "INSERT INTO product (row_no, seq, id, name, name_folded, base_price, created_at, updated_at)
             VALUES (?1, ?1, ?2, ?3, lower(?3), ?4, ?5, ?5)",
            params![seq, product_id, name, price, at],
        )?;
        conn.execute(
            "INSERT INTO variant (row_no, seq, id, product_id, sku, sku_folded, created_at, updated_at)
             VALUES (?1, ?1, ?2, ?3, ?4, lower(?4), ?5, ?5)",
            params![seq, variant_id, product_id, sku, at],
        )?;
        let on_hand = 100_000;
        conn.execute(
            "INSERT INTO stock_movement (variant_id, location_id, kind, on_hand_delta, reserved_delta, on_hand_after,
               reserved_after, staff_id, at)
             VALUES (?1, ?2, 'receive', ?3, 0, ?3, 0, ?4, ?5)",
            params![variant_id, location, on_hand, staff, at],
        )?;
        variants.push(Variant { id: variant_id, sku, price, on_hand, reserved: 0 });
    }
    Ok(variants)
}

fn fill_customers(conn: &Connection, dice: &mut Dice, at: i64) -> Outcome<Vec<[u8; 16]>> {
    let mut insert = conn.prepare(
        "INSERT INTO customer (row_no, seq, id, name, name_folded, email, email_folded, created_at)
         VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?5, ?6)",
    )?;
    let mut customers = Vec::new();
    for index in 0..CUSTOMERS {
        let id = dice.id(at);
        let name = customer_name(index);
        insert.execute(params![
            index as i64 + 1,
            id,
            name,
            name.to_lowercase(),
            format!("c{index}@example.org"),
            at
        ])?;
        customers.push(id);
    }
    Ok(customers)
}

struct Order {
    id: [u8; 16],
    at: i64,
    status: OrderStatus,
    priority: &'static str,
    /// Variant and quantity.
    lines: Vec<(usize, i64, i64)>,
}

impl Order {
    fn roll(dice: &mut Dice, at: i64, variants: &[Variant]) -> Order {
        // Old orders are done with; open ones are recent.
        let recent = at > END_MS - 20 * 86_400_000;
        let status = match (dice.below(1000), recent) {
            (0..40, _) => OrderStatus::Cancelled,
            (40..45, _) => OrderStatus::Rejected,
            (45..145, true) => OrderStatus::Pending,
            (145..345, true) => OrderStatus::Confirmed,
            (345..495, true) => OrderStatus::Processing,
            (495..645, true) => OrderStatus::Shipped,
            (_, _) => OrderStatus::Delivered,
        };
        let priority = match dice.below(100) {
            0 => "urgent",
            1..=6 => "high",
            7..=12 => "low",
            _ => "normal",
        };
        let count = [1, 2, 2, 3, 3, 4][dice.below(6)];
        let lines = (0..count)
            .map(|_| {
                let variant = dice.below(variants.len());
                (variant, 1 + dice.below(4) as i64, variants[variant].price)
            })
            .collect();
        Order { id: dice.id(at), at, status, priority, lines }
    }

    fn items(&self) -> i64 {
        self.lines.iter().map(|(_, quantity, _)| quantity).sum()
    }

    fn total(&self) -> i64 {
        self.lines.iter().map(|(_, quantity, price)| quantity * price).sum()
    }

    fn path(&self) -> &'static [OrderStatus] {
        use OrderStatus::{Cancelled, Confirmed, Delivered, Pending, Processing, Rejected, Shipped};
        match self.status {
            Pending => &[Pending],
            Confirmed => &[Pending, Confirmed],
            Processing => &[Pending, Confirmed, Processing],
            Shipped => &[Pending, Confirmed, Processing, Shipped],
            Delivered => &[Pending, Confirmed, Processing, Shipped, Delivered],
            Cancelled => &[Pending, Cancelled],
            Rejected => &[Rejected],
        }
    }
}

/// The statements that a million orders need, prepared once.
struct Books<'c> {
    order: Statement<'c>,
    line: Statement<'c>,
    movement: Statement<'c>,
    allocation: Statement<'c>,
    step: Statement<'c>,
}

impl<'c> Books<'c> {
    fn prepare(conn: &'c Connection) -> rusqlite::Result<Books<'c>> {
        Ok(Books {
            order: conn.prepare(
                "INSERT INTO orders (row_no, seq, id, number, status, priority, customer_id, customer_name, customer_email,
                   location_id, fulfilment, line_count, items, subtotal, discount, tax, total, rejection, hold_seconds,
                   staff_id, created_at, status_at)
                 VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, '', ?8, 'pickup', ?9, ?10, ?11, 0, 0, ?11, ?12, 3600, ?13, ?14, ?14)",
            )?,
            line: conn.prepare(
                "INSERT INTO order_line (order_id, line_no, variant_id, location_id, sku, name, quantity, list_price,
                   unit_price, tax_rate_bp, tax, breakdown, line_total)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?7, 0, 0, '[]', ?8)",
            )?,
            movement: conn.prepare(
                "INSERT INTO stock_movement (variant_id, location_id, kind, on_hand_delta, reserved_delta, on_hand_after,
                   reserved_after, ref_type, ref_id, ref_label, staff_id, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'order', ?8, ?9, ?10, ?11)",
            )?,
            allocation: conn.prepare(
                "INSERT INTO allocation (order_id, line_no, location_id, variant_id, quantity, shipped)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?,
            step: conn.prepare(
                "INSERT INTO order_status_history (order_id, step, from_status, to_status, staff_id, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?,
        })
    }

    fn order(
        &mut self,
        seq: i64,
        number: &str,
        order: &Order,
        customer: Option<(&[u8; 16], String)>,
        location: &[u8; 16],
        staff: &[u8; 16],
    ) -> rusqlite::Result<()> {
        let (customer_id, name) = customer.map_or((None, "Walk-in customer".to_owned()), |(id, name)| (Some(id), name));
        let rejection = (order.status == OrderStatus::Rejected).then_some("[]");
        self.order.execute(params![
            seq,
            order.id,
            number,
            order.status,
            order.priority,
            customer_id,
            name,
            location,
            order.lines.len() as i64,
            order.items(),
            order.total(),
            rejection,
            staff,
            order.at
        ])?;
        Ok(())
    }

    fn lines(
        &mut self,
        order: &Order,
        number: &str,
        variants: &mut [Variant],
        location: &[u8; 16],
        staff: &[u8; 16],
    ) -> rusqlite::Result<()> {
        for (line_no, &(index, quantity, price)) in (1_i64..).zip(&order.lines) {
            let variant = &mut variants[index];
            self.line.execute(params![
                order.id,
                line_no,
                variant.id,
                location,
                variant.sku,
                quantity,
                price,
                quantity * price
            ])?;
            let moves: &[(&str, i64, i64)] = match order.status {
                OrderStatus::Rejected => &[],
                OrderStatus::Pending => &[("reserve", 0, 1), ("expire", 0, -1)],
                OrderStatus::Cancelled => &[("reserve", 0, 1), ("release", 0, -1)],
                OrderStatus::Confirmed | OrderStatus::Processing => &[("reserve", 0, 1)],
                OrderStatus::Shipped | OrderStatus::Delivered => &[("reserve", 0, 1), ("ship", -1, -1)],
            };
            for (kind, on_hand, reserved) in moves {
                variant.on_hand += on_hand * quantity;
                variant.reserved += reserved * quantity;
                self.movement.execute(params![
                    variant.id,
                    location,
                    kind,
                    on_hand * quantity,
                    reserved * quantity,
                    variant.on_hand,
                    variant.reserved,
                    order.id,
                    number,
                    staff,
                    order.at
                ])?;
            }
            let shipped = match order.status {
                OrderStatus::Confirmed | OrderStatus::Processing => 0,
                OrderStatus::Shipped | OrderStatus::Delivered => quantity,
                OrderStatus::Pending | OrderStatus::Cancelled | OrderStatus::Rejected => continue,
            };
            self.allocation.execute(params![order.id, line_no, location, variant.id, quantity, shipped])?;
        }
        Ok(())
    }

    fn history(&mut self, order: &Order, staff: &[u8; 16]) -> rusqlite::Result<()> {
        let mut from: Option<OrderStatus> = None;
        for (step, to) in (1_i64..).zip(order.path()) {
            self.step.execute(params![order.id, step, from, to, staff, order.at + step * 1000])?;
            from = Some(*to);
        }
        Ok(())
    }
}
