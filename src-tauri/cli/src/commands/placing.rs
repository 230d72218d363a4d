//! `order place`, `order show` and the baskets: sales as a program or a person at the keyboard sees them.

use crate::answer::Stop;
use crate::args::{Basket, Global, Placing};
use crate::desk::{Desk, refused, request_id};
use crate::voice::{Voice, aligned, grouped};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::Read;
use std::path::Path;
use stockroom_core::kernel::BasketId;
use stockroom_core::{Instant, Refusal};

/// The most that is read of an order, in bytes: a little more than the core takes, so that the core says that it is
/// too large.
const MAX_REQUEST: u64 = (1 << 20) + 1;
/// Baskets that are looked through for a number.
const LOOKED_AT: i64 = 200;
/// Nobody but a machine reads an answer that is on the way to another.
const SILENT: Voice = Voice { json: false };

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OrderRow {
    number: String,
    status: String,
    customer_name: String,
    items: i64,
    total: String,
    held_until: Option<Instant>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    line_no: i64,
    sku: String,
    name: String,
    quantity: i64,
    unit_price: String,
    line_total: String,
}

#[derive(Deserialize)]
struct Order {
    order: OrderRow,
    lines: Vec<Line>,
    discount: String,
    note: String,
}

#[derive(Deserialize)]
struct Customer {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BasketWhole {
    seq: i64,
    name: String,
    status: String,
    customer: Customer,
    lines: Vec<Line>,
    items: i64,
    discount: String,
    total: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BasketRow {
    id: String,
    seq: i64,
    name: String,
    status: String,
    customer_name: String,
    items: i64,
    total: String,
    staff_name: String,
}

#[derive(Deserialize)]
struct Baskets {
    rows: Vec<BasketRow>,
}

#[derive(Deserialize)]
struct Found {
    #[serde(rename = "match")]
    found: Option<Match>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Match {
    variant_id: String,
}

pub fn placing(global: &Global, voice: Voice, asked: Placing) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    match asked {
        Placing::Place { file, up_to, reject } => {
            let mut request = read(&file)?;
            name_variants(&desk, &mut request)?;
            if let Some(up_to) = up_to {
                request["upTo"] = json!(up_to);
            }
            if reject {
                request["onShortage"] = json!("reject");
            }
            let placed: Order = desk.ask("order_place", &request)?.told(voice)?;
            let OrderRow { number, status, items, total, .. } = placed.order;
            voice.say(&format!("Order {number} is {status}: {} units, {total}.", grouped(items)));
            Ok(())
        }
        Placing::Show { number } => {
            let order: Order = desk.ask("order_get", &json!({ "number": number }))?.told(voice)?;
            let OrderRow { number, status, customer_name, total, held_until, .. } = order.order;
            let held = match held_until {
                Some(until) => format!(", held for {} s", (until.0 - desk.core.clock().now().0).max(0) / 1000),
                None => String::new(),
            };
            voice.say(&format!("{number}  {status}{held}  {customer_name}"));
            voice.say(&table(&order.lines, &order.discount, &total));
            if !order.note.is_empty() {
                voice.say(&order.note);
            }
            Ok(())
        }
    }
}

pub fn basket(global: &Global, voice: Voice, asked: Basket) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    match asked {
        Basket::List { status, limit } => {
            let mut request = json!({ "limit": limit });
            if !status.is_empty() {
                request["statuses"] = json!(status);
            }
            let baskets: Baskets = desk.ask("basket_list", &request)?.told(voice)?;
            let rows: Vec<Vec<String>> = baskets
                .rows
                .into_iter()
                .map(|row| {
                    vec![
                        row.seq.to_string(),
                        row.status,
                        row.name,
                        row.customer_name,
                        grouped(row.items),
                        row.total,
                        row.staff_name,
                    ]
                })
                .collect();
            voice.say(&if rows.is_empty() {
                "There is no such basket.".to_owned()
            } else {
                aligned(&rows, &[0, 4, 5])
            });
            Ok(())
        }
        Basket::Show { basket } => {
            let id = basket_id(&desk, &basket)?;
            let basket: BasketWhole = desk.ask("basket_get", &json!({ "id": id }))?.told(voice)?;
            let BasketWhole { seq, name, status, customer, items, .. } = &basket;
            let called: Vec<&str> =
                [name.as_str(), customer.name.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
            voice.say(&format!("{seq}  {status}  {}  {} units", called.join(", "), grouped(*items)));
            voice.say(&table(&basket.lines, &basket.discount, &basket.total));
            Ok(())
        }
    }
}

fn table(lines: &[Line], discount: &str, total: &str) -> String {
    let mut rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            vec![
                line.line_no.to_string(),
                line.sku.clone(),
                line.name.clone(),
                grouped(line.quantity),
                line.unit_price.clone(),
                line.line_total.clone(),
            ]
        })
        .collect();
    let blank = || vec![String::new(); 5];
    let mut sum = |name: &str, amount: &str| {
        let mut row = blank();
        row[2] = name.to_owned();
        row.push(amount.to_owned());
        rows.push(row);
    };
    if discount.chars().any(|digit| matches!(digit, '1'..='9')) {
        sum("less", discount);
    }
    sum("total", total);
    aligned(&rows, &[0, 3, 4, 5])
}

/// The order as `order_place` takes it, from a file or the standard input.
fn read(file: &Path) -> Result<Value, Stop> {
    let cannot = |error: &dyn std::fmt::Display| Stop::Usage(format!("{} cannot be read: {error}.", file.display()));
    let mut text = String::new();
    if file == Path::new("-") {
        std::io::stdin().lock().take(MAX_REQUEST).read_to_string(&mut text).map_err(|error| cannot(&error))?;
    } else {
        let opened = std::fs::File::open(file).map_err(|error| cannot(&error))?;
        opened.take(MAX_REQUEST).read_to_string(&mut text).map_err(|error| cannot(&error))?;
    }
    let request: Value = serde_json::from_str(&text).map_err(|error| cannot(&error))?;
    if request.is_object() { Ok(request) } else { Err(cannot(&"it is no JSON object")) }
}

/// A line may name its product by a SKU or a barcode instead of its id.
fn name_variants(desk: &Desk, request: &mut Value) -> Result<(), Stop> {
    for line in request.get_mut("lines").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(line) = line.as_object_mut() else { continue };
        let Some(code) = line.remove("sku").or_else(|| line.remove("barcode")) else { continue };
        let found: Found = desk.ask("product_find", &json!({ "code": code }))?.told(SILENT)?;
        let code = code.as_str().unwrap_or_default();
        let found = found.found.ok_or_else(|| refused(&request_id(), &Refusal::not_found("product", code)))?;
        line.insert("variantId".to_owned(), json!(found.variant_id));
    }
    Ok(())
}

/// A basket by its id, or by its number or name among those that are open or parked.
fn basket_id(desk: &Desk, named: &str) -> Result<String, Stop> {
    if BasketId::parse(named).is_some() {
        return Ok(named.to_owned());
    }
    let baskets: Baskets = desk.ask("basket_list", &json!({ "limit": LOOKED_AT }))?.told(SILENT)?;
    let is_it = |row: &&BasketRow| {
        row.seq.to_string() == named
            || [&row.name, &row.customer_name].iter().any(|name| name.eq_ignore_ascii_case(named))
    };
    let found = baskets.rows.iter().find(is_it);
    found.map(|row| row.id.clone()).ok_or_else(|| refused(&request_id(), &Refusal::not_found("basket", named)))
}
