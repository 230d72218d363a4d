//! Goods that leave the store: all that is open, or a part of it. Each time is a shipment with a number of its own.
//!
//! INVARIANT: the lines of an order's shipments add up to what its allocations say was shipped.

use super::allocate::cause;
use super::get::{OrderDetail, read};
use super::states;
use super::store::{Head, Line, head, lines, next_version};
use super::transition::{check_role, take};
use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::text::MAX_CODE;
use crate::kernel::{
    AuditAction, Failure, Fields, Instant, MAX_LINES, MovementKind, OrderId, OrderStatus, Problem, Refusal, ShipmentId,
};
use crate::stock::ledger::{self, Step};
use rusqlite::named_params;
use serde_json::{Value, json};

crate::strict_request! {
    pub struct OrderShipLine {
        pub line_no: i64,
        pub quantity: i64,
    }
    /// Makes a shipment. A confirmed order goes to processing first; when nothing is open any more it is shipped.
    pub struct OrderShip {
        pub id: OrderId,
        pub row_version: i64,
        /// Left out: all that is open.
        pub lines: Option<Vec<OrderShipLine>>,
        /// The carrier's number, a van's name.
        pub reference: Option<String>,
    }
}
crate::response! {
    pub struct ShipmentLine {
        pub line_no: i64,
        pub quantity: i64,
    }
    pub struct Shipment {
        pub id: ShipmentId,
        /// From 1 within its order.
        pub number: i64,
        pub reference: String,
        pub staff_name: String,
        pub at: Instant,
        pub lines: Vec<ShipmentLine>,
    }
}

pub fn order_ship(uow: &mut Uow<'_>, request: OrderShip) -> Result<OrderDetail, Failure> {
    let mut fields = Fields::default();
    if let Some(lines) = &request.lines {
        fields.line_count("lines", lines.len());
        for (index, line) in lines.iter().enumerate().take(MAX_LINES) {
            fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
            if lines[..index].iter().any(|other| other.line_no == line.line_no) {
                fields.add(&format!("lines[{index}].lineNo"), Problem::Duplicate, None);
            }
        }
    }
    let reference = fields.line("reference", request.reference.as_deref().unwrap_or_default(), MAX_CODE);
    fields.finish()?;
    let mut head = head(uow, request.id)?;
    if !states::may_ship(head.status) {
        return Err(states::not_allowed(head.status, OrderStatus::Shipped).into());
    }
    Uow::check_version("order", head.id, request.row_version, head.row_version)?;
    let open = lines(uow, head.id)?;
    let leaving = match &request.lines {
        Some(asked) => asked.iter().map(|line| checked(&open, line)).collect::<Result<Vec<_>, Refusal>>()?,
        None => all_open(&open),
    };

    if let Some(way) = states::find(head.status, OrderStatus::Processing) {
        check_role(uow, way)?;
        head = take(uow, &head, way, None)?;
    }
    send(uow, &head, &leaving, &reference)?;
    next_version(uow, head.id)?;
    if lines(uow, head.id)?.iter().all(|line| line.open == 0) {
        let way = states::way(head.status, OrderStatus::Shipped)?;
        check_role(uow, way)?;
        take(uow, &head, way, None)?;
    }
    read(uow, head.id)
}

/// A line with the units of it that leave.
type Leaving<'l> = (&'l Line, i64);

fn checked<'l>(open: &'l [Line], asked: &OrderShipLine) -> Result<Leaving<'l>, Refusal> {
    let too_many = |open| Refusal::ShipTooMany { line_no: asked.line_no, requested: asked.quantity, open };
    let line = open.iter().find(|line| line.line_no == asked.line_no).ok_or_else(|| too_many(0))?;
    if asked.quantity > line.open { Err(too_many(line.open)) } else { Ok((line, asked.quantity)) }
}

fn all_open(lines: &[Line]) -> Vec<Leaving<'_>> {
    lines.iter().filter(|line| line.open > 0).map(|line| (line, line.open)).collect()
}

/// Takes every open unit off the shelf, as one shipment. None where nothing is open: all left already.
pub(super) fn send_open(uow: &mut Uow<'_>, head: &Head) -> Result<(), Failure> {
    let lines = lines(uow, head.id)?;
    let leaving = all_open(&lines);
    if leaving.is_empty() { Ok(()) } else { send(uow, head, &leaving, "") }
}

fn send(uow: &mut Uow<'_>, head: &Head, leaving: &[Leaving<'_>], reference: &str) -> Result<(), Failure> {
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    let id = ShipmentId::new(now);
    let number: i64 = uow.one(
        "INSERT INTO shipment (id, order_id, number, reference, staff_id, at)
         VALUES (:id, :order_id, (SELECT coalesce(max(number), 0) + 1 FROM shipment WHERE order_id = :order_id),
                 :reference, :staff_id, :now)
         RETURNING number",
        named_params! {
            ":id": id, ":order_id": head.id, ":reference": reference, ":staff_id": staff_id, ":now": now,
        },
        |row| row.get(0),
    )?;
    for (line, quantity) in leaving {
        let step = Step {
            variant_id: line.variant_id,
            location_id: line.location_id,
            kind: MovementKind::Ship,
            on_hand_delta: -quantity,
            reserved_delta: -quantity,
        };
        ledger::append(uow, step, &cause(head))?;
        uow.change_one(
            "UPDATE allocation SET shipped = shipped + :quantity
             WHERE order_id = :order_id AND line_no = :line_no AND location_id = :location_id",
            named_params! {
                ":order_id": head.id, ":line_no": line.line_no, ":location_id": line.location_id,
                ":quantity": quantity,
            },
        )?;
        uow.change_one(
            "INSERT INTO shipment_line (shipment_id, line_no, location_id, quantity)
             VALUES (:id, :line_no, :location_id, :quantity)",
            named_params! {
                ":id": id, ":line_no": line.line_no, ":location_id": line.location_id, ":quantity": quantity,
            },
        )?;
    }
    let shipped = |after: i64| -> Vec<Value> {
        let said = leaving.iter().map(|(line, quantity)| {
            json!({ "lineNo": line.line_no, "sku": line.sku, "shipped": line.shipped + quantity * after })
        });
        said.collect()
    };
    let units: i64 = leaving.iter().map(|(_, quantity)| quantity).sum();
    audit::record(
        uow,
        Entry {
            action: AuditAction::OrderShipped,
            object_type: "order",
            object_id: head.id.to_string(),
            object_label: &head.number,
            old: Some(json!({ "lines": shipped(0) })),
            new: Some(json!({
                "lines": shipped(1),
                "shipment": { "number": number, "units": units, "reference": reference },
            })),
            reason: None,
        },
    )
}

/// What left, in the order in which it did.
pub(super) fn shipments_of(books: &Snapshot<'_>, id: OrderId) -> Result<Vec<Shipment>, Failure> {
    let rows = books.rows(
        "SELECT shipment.id, shipment.number, shipment.reference, staff.name, shipment.at, line.line_no,
                sum(line.quantity)
         FROM shipment
         JOIN staff ON staff.id = shipment.staff_id
         JOIN shipment_line AS line ON line.shipment_id = shipment.id
         WHERE shipment.order_id = ?1
         GROUP BY shipment.number, line.line_no
         ORDER BY shipment.number, line.line_no",
        [id],
        |row| {
            let line = ShipmentLine { line_no: row.get(5)?, quantity: row.get(6)? };
            let shipment = Shipment {
                id: row.get(0)?,
                number: row.get(1)?,
                reference: row.get(2)?,
                staff_name: row.get(3)?,
                at: row.get(4)?,
                lines: Vec::new(),
            };
            Ok((shipment, line))
        },
    )?;
    let mut shipments: Vec<Shipment> = Vec::new();
    for (shipment, line) in rows {
        match shipments.last_mut().filter(|last| last.number == shipment.number) {
            Some(last) => last.lines.push(line),
            None => shipments.push(Shipment { lines: vec![line], ..shipment }),
        }
    }
    Ok(shipments)
}
