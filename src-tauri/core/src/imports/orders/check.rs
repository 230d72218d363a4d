//! The dry run of a file of orders: its rows put together to orders, and these planned one after the other.

use super::read::{Head, Reader, Row};
use super::{FileOrder, Plan};
use crate::customers::{OrderCustomer, WALK_IN};
use crate::db::Snapshot;
use crate::imports::cells::{Fixes, at, each_row};
use crate::imports::file::Sheet;
use crate::imports::lines::{Judged, Line, Noted};
use crate::imports::mapping::Mapped;
use crate::kernel::Watch;
use crate::kernel::text::fold;
use crate::kernel::{Failure, Fulfilment, ImportField, LocationId, MAX_LINES, Problem, RowResult, VariantId};
use crate::orders::OrderPlaceLine;
use crate::orders::bulk::{self, BulkOrder, Planned};
use std::collections::HashMap;

pub fn check(
    books: &Snapshot<'_>,
    sheet: &Sheet,
    mapped: &Mapped,
    location_id: LocationId,
    fixes: &Fixes,
    watch: &dyn Watch,
) -> Result<Judged<Plan>, Failure> {
    let mut reader = Reader::new(books, mapped, fixes, location_id)?;
    let mut rows: Vec<Row> =
        each_row(sheet, watch, |record| reader.row(record))?.into_iter().collect::<Result<_, _>>()?;
    let mut orders = group(&rows);
    let mut drafts = Vec::with_capacity(orders.len());
    for order in &mut orders {
        refuse_odd_rows(order, &mut rows);
        match first_refused(order, &rows) {
            None => {
                order.draft = Some(at(drafts.len()));
                drafts.push(draft(order, &rows));
            }
            Some(line) => refuse_the_rest(order, &mut rows, line),
        }
        let lead = &rows[order.rows[0] as usize].head;
        let named = lead.customer.as_deref().or(lead.email.as_deref());
        order.customer = named.unwrap_or(WALK_IN).into();
        order.units = order.rows.iter().filter_map(|row| rows[*row as usize].quantity).sum();
    }
    let planned = bulk::plan(books, &drafts, watch)?;
    for order in &mut orders {
        match order.draft.map(|draft| &planned.orders[draft as usize]) {
            Some(Ok(planned)) => order.customer = planned.customer.name.as_str().into(),
            Some(Err(refusal)) => {
                for row in &order.rows {
                    rows[*row as usize].problems.why = Some(refusal.to_string().into());
                }
            }
            None => {}
        }
        order.problems = problems(order, &rows);
    }
    let mut plan_of = vec![None; rows.len()];
    for order in &orders {
        let Some(Ok(planned)) = order.draft.map(|draft| &planned.orders[draft as usize]) else { continue };
        for (line, row) in order.rows.iter().enumerate() {
            plan_of[*row as usize] = Some((planned, line));
        }
    }
    let lines = rows.iter().zip(plan_of).map(|(row, planned)| told(row, planned)).collect();
    Ok(Judged { lines, beside: Vec::new(), plan: Plan { orders, drafts, planned } })
}

/// Rows with the same reference, wherever they stand, are one order; a row without one is an order of its own.
fn group(rows: &[Row]) -> Vec<FileOrder> {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut orders: Vec<FileOrder> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let next = orders.len();
        let place = row.order_ref.as_deref().map_or(next, |text| *known.entry(fold(text)).or_insert(next));
        if place == next {
            orders.push(FileOrder {
                order_ref: row.order_ref.clone().unwrap_or_default(),
                customer: "".into(),
                line: row.line,
                rows: Vec::with_capacity(1),
                units: 0,
                draft: None,
                problems: Vec::new(),
            });
        }
        orders[place].rows.push(at(number));
    }
    orders
}

/// Refuses rows that say something else of the order than its first one, and a variant that is on two of its lines.
fn refuse_odd_rows(order: &FileOrder, rows: &mut [Row]) {
    let (first, line) = (order.rows[0] as usize, order.line);
    let mut known: HashMap<(VariantId, LocationId), u32> = HashMap::with_capacity(order.rows.len());
    for (index, number) in order.rows.iter().enumerate() {
        let number = *number as usize;
        if index > 0 {
            let (before, after) = rows.split_at_mut(number);
            let (lead, row) = (&before[first].head, &mut after[0]);
            for field in differing(lead, &row.head) {
                row.problems.refuse(
                    field,
                    Problem::NotAllowed,
                    format!("is another one in line {line}, of the same order"),
                );
            }
        }
        let row = &mut rows[number];
        if index >= MAX_LINES {
            row.problems.refuse(ImportField::OrderRef, Problem::TooLarge, format!("has more than {MAX_LINES} lines"));
        }
        let Some(variant) = &row.variant else { continue };
        let taken = *known.entry((variant.id, row.location_id)).or_insert(row.line);
        if taken != row.line {
            let message = format!("is in line {taken} too, of the same order; put both on one line");
            let field = if row.problems.has(ImportField::Sku) { ImportField::Quantity } else { ImportField::Sku };
            row.problems.refuse(field, Problem::Duplicate, message);
        }
    }
}

/// What is said twice and not alike. A row that says nothing leaves it to the first.
fn differing(lead: &Head, row: &Head) -> Vec<ImportField> {
    fn odd<T: PartialEq>(lead: &Option<T>, row: &Option<T>) -> bool {
        row.is_some() && row != lead
    }
    let each = [
        (ImportField::CustomerName, odd(&lead.customer, &row.customer)),
        (ImportField::Email, odd(&lead.email, &row.email)),
        (ImportField::Phone, odd(&lead.phone, &row.phone)),
        (ImportField::Priority, odd(&lead.priority, &row.priority)),
        (ImportField::Fulfilment, odd(&lead.fulfilment, &row.fulfilment)),
        (ImportField::Address, odd(&lead.address, &row.address)),
        (ImportField::PromisedOn, odd(&lead.promised_on, &row.promised_on)),
        (ImportField::Note, odd(&lead.note, &row.note)),
    ];
    each.into_iter().filter(|(_, odd)| *odd).map(|(field, _)| field).collect()
}

fn first_refused(order: &FileOrder, rows: &[Row]) -> Option<u32> {
    order.rows.iter().map(|row| &rows[*row as usize]).find(|row| row.problems.is_refused()).map(|row| row.line)
}

/// An order goes in whole: one line that cannot be taken keeps the others out.
fn refuse_the_rest(order: &FileOrder, rows: &mut [Row], line: u32) {
    for number in &order.rows {
        let row = &mut rows[*number as usize];
        if !row.problems.is_refused() {
            row.problems.why = Some(format!("Line {line}, of the same order, cannot be taken.").into());
        }
    }
}

fn draft(order: &FileOrder, rows: &[Row]) -> BulkOrder {
    let of = |number: &u32| &rows[*number as usize];
    let head = &of(&order.rows[0]).head;
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let lines = order.rows.iter().map(of).filter_map(|row| {
        Some(OrderPlaceLine {
            variant_id: row.variant.as_ref()?.id,
            quantity: row.quantity?,
            location_id: Some(row.location_id),
        })
    });
    BulkOrder {
        customer: Some(OrderCustomer {
            name: text(&head.customer),
            email: text(&head.email),
            phone: text(&head.phone),
            ..OrderCustomer::default()
        }),
        lines: lines.collect(),
        priority: head.priority,
        // Whoever gives an address wants it brought there.
        fulfilment: head.fulfilment.or_else(|| head.address.is_some().then_some(Fulfilment::Delivery)),
        address: text(&head.address),
        promised_on: head.promised_on,
        note: text(&head.note),
    }
}

/// What is wrong with an order, each thing once.
fn problems(order: &FileOrder, rows: &[Row]) -> Vec<Box<str>> {
    let mut said: Vec<Box<str>> = Vec::new();
    let refused = order.draft.is_none();
    for row in order.rows.iter().map(|row| &rows[*row as usize]) {
        let cells = row.problems.cells.iter().map(|cell| {
            let field = super::super::rows::label(cell.field);
            format!("Line {}: {field} {}", row.line, cell.message).into()
        });
        said.extend(cells);
        // "Another line cannot be taken" is said by that line.
        if let Some(why) = row.problems.why.clone().filter(|why| !refused || !why.contains("of the same order"))
            && !said.contains(&why)
        {
            said.push(why);
        }
    }
    said
}

fn told(row: &Row, planned: Option<(&Planned, usize)>) -> Line {
    let (sku, name) = match &row.variant {
        Some(variant) => (variant.sku.clone(), variant.name.clone()),
        None => (row.code.clone(), "".into()),
    };
    let Some((planned, line)) = planned else { return Line::refused(&row.problems, sku, name) };
    let line_of = |result, why: Option<String>, noted: Vec<Noted>| Line {
        result,
        restored: false,
        sku: sku.clone(),
        name: name.clone(),
        noted: noted.into(),
        why: why.map(Into::into),
    };
    if planned.short.is_empty() {
        return line_of(RowResult::Added, None, Vec::new());
    }
    match planned.short.iter().find(|short| short.line == line) {
        None => line_of(RowResult::Short, Some("Another line of its order is short.".to_owned()), Vec::new()),
        Some(short) => {
            let (requested, available) = (planned.lines[line].quantity, short.available);
            let message = format!("{requested} asked, {available} available");
            let noted = Noted {
                field: ImportField::Quantity,
                before: None,
                problem: Some((Problem::TooLarge, message.clone().into())),
            };
            line_of(RowResult::Short, None, vec![noted])
        }
    }
}
