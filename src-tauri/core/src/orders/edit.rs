//! Changing an order. While it is pending nobody owns its units yet, so its lines, its customer and how it is handed
//! over may change, and its holds follow; priority, note, address and promised day until it is final.

use super::draft::{Draft, DraftLine, Totals, Words, walk_in};
use super::get::{OrderDetail, read};
use super::place::{Fit, hold_instead, insert_line};
use super::states;
use super::store::{Head, head};
use crate::audit::{self, Entry};
use crate::baskets::{LinePrice, Overridden};
use crate::catalog::{SELLABLE_WIDTH, sellable, sellable_columns, sellable_row};
use crate::customers::{self, Known, OrderCustomer};
use crate::db::{Snapshot, Uow};
use crate::kernel::{
    AuditAction, Day, Failure, Fields, Fulfilment, Instant, LocationId, MAX_LINES, Minor, OrderId, OrderStatus,
    PriceStepKind, Priority, Problem, Refusal, VariantId, present,
};
use crate::pricing::{PriceStep, Prices, tier_of};
use crate::reservations::{self, Hold, cancel_waits_of_order_at, check_available_beside, held_for_order};
use crate::stock::{Wanted, check_distinct, location_or_default};
use rusqlite::named_params;
use serde_json::{Map, Value, json};

crate::strict_request! {
    pub struct OrderEditLine {
        /// The line that it was; left out: the line of this variant and location, or a new one.
        pub line_no: Option<i64>,
        pub variant_id: VariantId,
        pub quantity: i64,
        pub location_id: Option<LocationId>,
    }
    /// Fields left out stay as they are. `lines` is the whole new list; those that stay the same keep their price, the
    /// others are quoted today. Another customer is quoted all lines anew; a manager's price stays.
    pub struct OrderEdit {
        pub id: OrderId,
        pub row_version: i64,
        pub customer: Option<OrderCustomer>,
        pub priority: Option<Priority>,
        pub note: Option<String>,
        pub fulfilment: Option<Fulfilment>,
        pub address: Option<String>,
        /// Null: on no day in particular.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[ts(type = "Day | null", optional)]
        pub promised_on: Option<Option<Day>>,
        pub lines: Option<Vec<OrderEditLine>>,
    }
}

pub fn order_edit(uow: &mut Uow<'_>, request: OrderEdit) -> Result<OrderDetail, Failure> {
    let head = head(uow, request.id)?;
    check_editable(&head, &request)?;
    Uow::check_version("order", head.id, request.row_version, head.row_version)?;
    let before = standing(uow, head.id)?;
    let mut fields = Fields::default();
    let words = Words {
        priority: request.priority.unwrap_or(before.words.priority),
        fulfilment: request.fulfilment.unwrap_or(before.words.fulfilment),
        address: request.address.clone().unwrap_or_else(|| before.words.address.clone()),
        promised_on: request.promised_on.unwrap_or(before.words.promised_on),
        note: request.note.clone().unwrap_or_else(|| before.words.note.clone()),
    }
    .check(&mut fields);
    if let Some(lines) = &request.lines {
        fields.line_count("lines", lines.len());
        for (index, line) in lines.iter().enumerate().take(MAX_LINES) {
            fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
        }
    }
    fields.finish()?;
    let customer = match &request.customer {
        Some(customer) => customers::resolve(uow, customer)?,
        None => before.customer.clone(),
    };
    let mut after = Draft { customer, words, ..before.clone() };
    if request.lines.is_some() || after.customer != before.customer {
        price_again(uow, &before, &mut after, request.lines.as_deref())?;
        follow(uow, &head, &before, &after)?;
    }
    rewrite(uow, &head, &before, &after, AuditAction::OrderEdited, None)?;
    read(uow, head.id)
}

/// Refuses fields that an order in this status keeps.
fn check_editable(head: &Head, request: &OrderEdit) -> Result<(), Refusal> {
    let until_confirmed = [
        ("customer", request.customer.is_some()),
        ("fulfilment", request.fulfilment.is_some()),
        ("lines", request.lines.is_some()),
    ];
    let until_final = [
        ("priority", request.priority.is_some()),
        ("note", request.note.is_some()),
        ("address", request.address.is_some()),
        ("promisedOn", request.promised_on.is_some()),
    ];
    let (first, second) = (head.status != OrderStatus::Pending, states::is_final(head.status));
    let kept = until_confirmed.iter().filter(|_| first).chain(until_final.iter().filter(|_| second));
    let fields: Vec<String> = kept.filter(|(_, asked)| *asked).map(|(field, _)| (*field).to_owned()).collect();
    if fields.is_empty() {
        return Ok(());
    }
    Err(Refusal::OrderNotEditable { number: head.number.clone(), status: head.status, fields })
}

/// The order as it stands, in the form that it was placed in.
pub(super) fn standing(books: &Snapshot<'_>, id: OrderId) -> Result<Draft, Failure> {
    let lines = standing_lines(books, id)?;
    books.one(
        "SELECT customer_id, customer_name, customer_email, customer_phone, tier_name, basket_id, priority, fulfilment,
                address, promised_on, note, hold_seconds, subtotal, discount, tax, total, items
         FROM orders
         WHERE id = ?1",
        [id],
        |row| {
            let promised_on: Option<String> = row.get(9)?;
            Ok(Draft {
                customer: Known { id: row.get(0)?, name: row.get(1)?, email: row.get(2)?, phone: row.get(3)? },
                tier_name: row.get(4)?,
                basket: row.get(5)?,
                words: Words {
                    priority: row.get(6)?,
                    fulfilment: row.get(7)?,
                    address: row.get(8)?,
                    promised_on: promised_on.and_then(|day| day.parse().ok()),
                    note: row.get(10)?,
                },
                hold_seconds: row.get(11)?,
                lines,
                totals: Totals {
                    subtotal: row.get(12)?,
                    discount: row.get(13)?,
                    tax: row.get(14)?,
                    total: row.get(15)?,
                    items: row.get(16)?,
                },
            })
        },
    )
}

fn standing_lines(books: &Snapshot<'_>, id: OrderId) -> Result<Vec<DraftLine>, Failure> {
    let sql = format!(
        "SELECT {sellable}, line.line_no, line.location_id, line.sku, line.name, line.quantity, line.list_price,
                line.unit_price, line.tax_rate_bp, line.breakdown, line.quoted_at, line.line_total, line.tax
         FROM order_line AS line
         JOIN variant ON variant.id = line.variant_id
         JOIN product ON product.id = variant.product_id
         WHERE line.order_id = ?1
         ORDER BY line.line_no",
        sellable = sellable_columns()
    );
    books.rows(&sql, [id], |row| {
        let at = |column: usize| SELLABLE_WIDTH + column;
        // What it is called on this order.
        let mut sellable = sellable_row(books, row)?;
        sellable.sku = row.get(at(2))?;
        sellable.name = row.get(at(3))?;
        let unit_price: Minor = row.get(at(6))?;
        let breakdown: String = row.get(at(8))?;
        let steps: Vec<PriceStep> = serde_json::from_str(&breakdown).unwrap_or_default();
        let by_hand = steps.last().filter(|step| step.kind == PriceStepKind::Override);
        let overridden = by_hand.map(|step| Overridden { price: unit_price, reason: step.label.clone() });
        Ok(DraftLine {
            wanted: Wanted {
                line_no: row.get(at(0))?,
                sellable,
                location_id: row.get(at(1))?,
                quantity: row.get(at(4))?,
            },
            price: LinePrice {
                list_price: row.get(at(5))?,
                unit_price,
                tax_rate_bp: row.get(at(7))?,
                steps,
                quoted_at: row.get(at(9))?,
                overridden,
            },
            line_total: row.get(at(10))?,
            tax: row.get(at(11))?,
        })
    })
}

/// Today's prices for the order's customer.
pub(super) fn prices_for(books: &Snapshot<'_>, customer: &Known) -> Result<Prices, Failure> {
    let tier_id = match customer.id {
        Some(id) => tier_of(books, id)?,
        None => None,
    };
    Prices::of(books, tier_id, books.now)
}

/// Puts the new lines, their prices and what they come to into the order.
fn price_again(
    uow: &Uow<'_>,
    before: &Draft,
    after: &mut Draft,
    asked: Option<&[OrderEditLine]>,
) -> Result<(), Failure> {
    let prices = prices_for(uow, &after.customer)?;
    let all = after.customer.id != before.customer.id;
    after.lines = match asked {
        Some(asked) => new_lines(uow, before, &prices, all, asked)?,
        None if all => before.lines.iter().map(|line| quote_again(uow, &prices, line)).collect::<Result<_, _>>()?,
        None => before.lines.clone(),
    };
    // Where every line keeps its price the order keeps the tier that they were worked out for.
    let sold = |line: &DraftLine| (line.wanted.line_no, line.wanted.sellable.variant_id, line.wanted.quantity);
    let kept = |line: &DraftLine| before.lines.iter().any(|was| sold(was) == sold(line));
    if all || !after.lines.iter().all(kept) {
        after.tier_name = prices.tier_name().to_owned();
    }
    after.totals = Totals::of(&after.lines)?;
    Ok(())
}

pub(super) fn quote_again(books: &Snapshot<'_>, prices: &Prices, line: &DraftLine) -> Result<DraftLine, Failure> {
    Ok(DraftLine::quoted(books, prices, line.wanted.clone(), line.price.overridden.clone())?)
}

fn new_lines(
    uow: &Uow<'_>,
    before: &Draft,
    prices: &Prices,
    all: bool,
    asked: &[OrderEditLine],
) -> Result<Vec<DraftLine>, Failure> {
    let was = lines_that_were(uow, before, asked)?;
    let mut next_no = before.lines.last().map_or(0, |line| line.wanted.line_no);
    let mut lines = Vec::with_capacity(asked.len());
    for (line, was) in asked.iter().zip(was) {
        let same = was.filter(|was| was.wanted.sellable.variant_id == line.variant_id);
        let location_id = match (line.location_id, same) {
            (Some(id), Some(same)) if id == same.wanted.location_id => id,
            (Some(id), _) => location_or_default(uow, Some(id))?,
            (None, Some(same)) => same.wanted.location_id,
            (None, None) => location_or_default(uow, None)?,
        };
        let line_no = was.map_or_else(
            || {
                next_no += 1;
                next_no
            },
            |was| was.wanted.line_no,
        );
        match same {
            Some(same) if same.wanted.quantity == line.quantity && !all => {
                let wanted = Wanted { location_id, ..same.wanted.clone() };
                lines.push(DraftLine { wanted, ..same.clone() });
            }
            Some(_) | None => {
                let sellable = sellable(uow, line.variant_id)?;
                let wanted = Wanted { line_no, sellable, location_id, quantity: line.quantity };
                let by_hand = same.and_then(|same| same.price.overridden.clone());
                lines.push(DraftLine::quoted(uow, prices, wanted, by_hand)?);
            }
        }
    }
    check_distinct(&lines.iter().map(|line| line.wanted.clone()).collect::<Vec<_>>())?;
    lines.sort_by_key(|line| line.wanted.line_no);
    Ok(lines)
}

/// The line that each asked line was before: the one of its number, or else the first left of its variant and location.
fn lines_that_were<'b>(
    books: &Snapshot<'_>,
    before: &'b Draft,
    asked: &[OrderEditLine],
) -> Result<Vec<Option<&'b DraftLine>>, Failure> {
    let mut fields = Fields::default();
    let mut was: Vec<Option<&DraftLine>> = Vec::with_capacity(asked.len());
    for (index, line) in asked.iter().enumerate() {
        let named = line.line_no.and_then(|no| before.lines.iter().find(|known| known.wanted.line_no == no));
        if line.line_no.is_some() && named.is_none() {
            fields.add(&format!("lines[{index}].lineNo"), Problem::UnknownValue, None);
        }
        if line.line_no.is_some() && asked[..index].iter().any(|other| other.line_no == line.line_no) {
            fields.add(&format!("lines[{index}].lineNo"), Problem::Duplicate, None);
        }
        was.push(named);
    }
    fields.finish()?;
    for (index, line) in asked.iter().enumerate().filter(|(_, line)| line.line_no.is_none()) {
        let location_id = line.location_id.unwrap_or(books.rules.selling_location_id);
        let left = |known: &&DraftLine| !was.iter().flatten().any(|used| used.wanted.line_no == known.wanted.line_no);
        let place = |known: &DraftLine| (known.wanted.sellable.variant_id, known.wanted.location_id);
        let found = before.lines.iter().filter(left).find(|known| place(known) == (line.variant_id, location_id));
        was[index] = found;
    }
    Ok(was)
}

/// The holds that still run go with the lines, until the deadline that they have; units that are not there are refused
/// with every short line. Where all of them lapsed nothing is held, and confirming takes the units.
fn follow(uow: &mut Uow<'_>, head: &Head, before: &Draft, after: &Draft) -> Result<(), Failure> {
    waits_follow(uow, head, before, after)?;
    let held = running_holds(uow, head)?;
    let Some(deadline) = held.iter().map(|hold| hold.expires_at).min() else { return Ok(()) };
    let wanted: Vec<Wanted> = after.lines.iter().map(|line| line.wanted.clone()).collect();
    check_available_beside(uow, &wanted, &held)?;
    // What lapsed meanwhile may have become a hold of the order's own wait.
    let held = running_holds(uow, head)?;
    let fit = Fit::of(&after.lines, &held);
    hold_instead(uow, head, after, &fit.surplus, &fit.missing, deadline)?;
    uow.change(
        "UPDATE reservation SET customer_id = :customer_id, for_whom = :for_whom
         WHERE order_id = :order_id AND status = 'active'
           AND (customer_id IS NOT :customer_id OR for_whom <> :for_whom)",
        named_params! {
            ":order_id": head.id, ":customer_id": after.customer.id, ":for_whom": after.customer.name,
        },
    )?;
    Ok(())
}

/// What no line sells any more is not waited for, and the rest is the customer's of now.
fn waits_follow(uow: &mut Uow<'_>, head: &Head, before: &Draft, after: &Draft) -> Result<(), Failure> {
    let place = |line: &DraftLine| (line.wanted.sellable.variant_id, line.wanted.location_id);
    for gone in before.lines.iter().map(place).filter(|was| !after.lines.iter().any(|line| place(line) == *was)) {
        cancel_waits_of_order_at(uow, head.id, gone)?;
    }
    if after.customer != before.customer {
        uow.change(
            "UPDATE stock_wait SET customer_id = :customer_id, for_whom = :for_whom
             WHERE order_id = :order_id AND status = 'waiting'",
            named_params! {
                ":order_id": head.id, ":customer_id": after.customer.id, ":for_whom": after.customer.name,
            },
        )?;
    }
    Ok(())
}

fn running_holds(uow: &Uow<'_>, head: &Head) -> Result<Vec<Hold>, Failure> {
    held_for_order(uow, head.id)?.into_iter().map(|hold| reservations::usable(uow, hold.id)).collect()
}

/// Writes an order as it is now and what differs from before. Nothing differs: nothing is written.
pub(super) fn rewrite(
    uow: &mut Uow<'_>,
    head: &Head,
    before: &Draft,
    after: &Draft,
    action: AuditAction,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let (old, new) = differences(&before.told(uow)?, &after.told(uow)?);
    if old.is_empty() && new.is_empty() {
        return Ok(());
    }
    write_lines(uow, head.id, before, after)?;
    let location_id = after.lines.first().map_or(uow.rules.selling_location_id, |line| line.wanted.location_id);
    uow.change_one(
        "UPDATE orders
         SET priority = :priority, customer_id = :customer_id, customer_name = :customer_name,
             customer_email = :customer_email, customer_phone = :customer_phone, walk_in = :walk_in,
             tier_name = :tier_name, location_id = :location_id, fulfilment = :fulfilment, address = :address,
             promised_on = :promised_on, line_count = :line_count, items = :items, subtotal = :subtotal,
             discount = :discount, tax = :tax, total = :total, note = :note, row_version = row_version + 1
         WHERE id = :id",
        named_params! {
            ":id": head.id,
            ":priority": after.words.priority,
            ":customer_id": after.customer.id,
            ":customer_name": after.customer.name,
            ":customer_email": after.customer.email,
            ":customer_phone": after.customer.phone,
            ":walk_in": walk_in(&after.customer),
            ":tier_name": after.tier_name,
            ":location_id": location_id,
            ":fulfilment": after.words.fulfilment,
            ":address": after.words.address,
            ":promised_on": after.words.promised_on.map(|day| day.to_string()),
            ":line_count": after.lines.len() as i64,
            ":items": after.totals.items,
            ":subtotal": after.totals.subtotal,
            ":discount": after.totals.discount,
            ":tax": after.totals.tax,
            ":total": after.totals.total,
            ":note": after.words.note,
        },
    )?;
    audit::record(
        uow,
        Entry {
            action,
            object_type: "order",
            object_id: head.id.to_string(),
            object_label: &head.number,
            old: Some(Value::Object(old)),
            new: Some(Value::Object(new)),
            reason,
        },
    )
}

fn write_lines(uow: &mut Uow<'_>, id: OrderId, before: &Draft, after: &Draft) -> Result<(), Failure> {
    let key = |line: &DraftLine| {
        let wanted = &line.wanted;
        let at: (i64, VariantId, LocationId) = (wanted.line_no, wanted.sellable.variant_id, wanted.location_id);
        let (quoted_at, by_hand): (Instant, Option<Overridden>) = (line.price.quoted_at, line.price.overridden.clone());
        (at, wanted.quantity, line.price.unit_price, quoted_at, by_hand)
    };
    let same = |line: &DraftLine, others: &[DraftLine]| others.iter().any(|other| key(other) == key(line));
    for line in before.lines.iter().filter(|line| !same(line, &after.lines)) {
        uow.change_one("DELETE FROM order_line WHERE order_id = ?1 AND line_no = ?2", (id, line.wanted.line_no))?;
    }
    for line in after.lines.iter().filter(|line| !same(line, &before.lines)) {
        insert_line(uow, id, line)?;
    }
    Ok(())
}

/// The fields of one side that are another on the other side. Of the lines only those that differ.
fn differences(before: &Value, after: &Value) -> (Map<String, Value>, Map<String, Value>) {
    let (mut old, mut new) = (Map::new(), Map::new());
    let fields = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let (before, after) = (fields(before), fields(after));
    for (name, is) in &after {
        let was = before.get(name).unwrap_or(&Value::Null);
        if was == is {
            continue;
        }
        let (was, is) = match (was, is) {
            (Value::Array(was), Value::Array(is)) => {
                let only = |these: &[Value], those: &[Value]| -> Value {
                    json!(these.iter().filter(|line| !those.contains(line)).collect::<Vec<_>>())
                };
                (only(was, is), only(is, was))
            }
            (was, is) => (was.clone(), is.clone()),
        };
        old.insert(name.clone(), was);
        new.insert(name.clone(), is);
    }
    (old, new)
}
