//! Holds as rows, and the steps that all use cases share.

use super::expire::expire_due_of;
use super::waiting::serve_here;
use crate::audit::{self, Entry};
use crate::catalog::Sellable;
use crate::db::{Snapshot, Uow};
use crate::kernel::{
    AuditAction, BasketId, CustomerId, Failure, GroupId, Instant, LocationId, MovementKind, OrderId, Refusal,
    ReservationId, ReservationStatus, VariantId,
};
use crate::stock::ledger::{self, Cause, Step};
use crate::stock::{Wanted, balance, short_line};
use rusqlite::{Row, named_params};
use serde_json::json;
use std::collections::BTreeMap;

crate::response! {
    pub struct Reservation {
        pub id: ReservationId,
        pub seq: i64,
        pub group_id: GroupId,
        pub variant_id: VariantId,
        pub location_id: LocationId,
        pub sku: String,
        pub name: String,
        pub quantity: i64,
        pub status: ReservationStatus,
        pub expires_at: Instant,
        pub created_at: Instant,
        pub ended_at: Option<Instant>,
        pub for_whom: String,
        pub customer_id: Option<CustomerId>,
        pub order_id: Option<OrderId>,
        pub order_number: Option<String>,
        pub note: String,
        pub staff_name: String,
        /// The order's, the customer's or the basket's, where there is one.
        pub customer_name: Option<String>,
        pub basket_id: Option<BasketId>,
        /// Somebody else needs the units: when they asked, who, and with what words.
        pub asked_at: Option<Instant>,
        pub asked_by: Option<String>,
        pub asked_note: String,
    }
}

pub(super) const COLUMNS: &str = "reservation.id, reservation.seq, reservation.group_id, reservation.variant_id,
  reservation.location_id, variant.sku, product.name, reservation.quantity, reservation.status,
  reservation.expires_at, reservation.created_at, reservation.ended_at, reservation.for_whom,
  reservation.customer_id, reservation.order_id, orders.number, reservation.note, staff.name,
  coalesce(orders.customer_name, customer.name, nullif(basket.customer_name, '')), reservation.basket_id,
  reservation.asked_at, asked.name, reservation.asked_note";
/// The place of the first column after [`COLUMNS`].
pub(super) const NEXT_COLUMN: usize = 23;

pub(super) const TABLES: &str = "reservation
  JOIN variant ON variant.id = reservation.variant_id
  JOIN product ON product.id = variant.product_id
  JOIN staff ON staff.id = reservation.staff_id
  LEFT JOIN orders ON orders.id = reservation.order_id
  LEFT JOIN customer ON customer.id = reservation.customer_id
  LEFT JOIN basket ON basket.id = reservation.basket_id
  LEFT JOIN staff AS asked ON asked.id = reservation.asked_by";

pub(super) fn reservation(row: &Row<'_>) -> rusqlite::Result<Reservation> {
    Ok(Reservation {
        id: row.get(0)?,
        seq: row.get(1)?,
        group_id: row.get(2)?,
        variant_id: row.get(3)?,
        location_id: row.get(4)?,
        sku: row.get(5)?,
        name: row.get(6)?,
        quantity: row.get(7)?,
        status: row.get(8)?,
        expires_at: row.get(9)?,
        created_at: row.get(10)?,
        ended_at: row.get(11)?,
        for_whom: row.get(12)?,
        customer_id: row.get(13)?,
        order_id: row.get(14)?,
        order_number: row.get(15)?,
        note: row.get(16)?,
        staff_name: row.get(17)?,
        customer_name: row.get(18)?,
        basket_id: row.get(19)?,
        asked_at: row.get(20)?,
        asked_by: row.get(21)?,
        asked_note: row.get(22)?,
    })
}

pub(super) fn read(books: &Snapshot<'_>, id: ReservationId) -> Result<Reservation, Failure> {
    books
        .find(&format!("SELECT {COLUMNS} FROM {TABLES} WHERE reservation.id = ?1"), [id], reservation)?
        .ok_or_else(|| Refusal::not_found("hold", id).into())
}

/// The holds of an order that still run.
pub fn held_for_order(books: &Snapshot<'_>, order_id: OrderId) -> Result<Vec<Reservation>, Failure> {
    books.rows(
        &format!(
            "SELECT {COLUMNS} FROM {TABLES}
             WHERE reservation.order_id = :order_id AND reservation.status = 'active' AND reservation.expires_at > :now
             ORDER BY reservation.seq"
        ),
        named_params! { ":order_id": order_id, ":now": books.now },
        reservation,
    )
}

/// The holds of a basket that still run and that no order has taken over.
pub fn held_for_basket(books: &Snapshot<'_>, basket_id: BasketId) -> Result<Vec<Reservation>, Failure> {
    books.rows(
        &format!(
            "SELECT {COLUMNS} FROM {TABLES}
             WHERE reservation.basket_id = :basket_id AND reservation.order_id IS NULL
               AND reservation.status = 'active' AND reservation.expires_at > :now
             ORDER BY reservation.seq"
        ),
        named_params! { ":basket_id": basket_id, ":now": books.now },
        reservation,
    )
}

/// Whom a hold is for, and why.
#[derive(Debug, Clone, Default)]
pub struct Owner {
    pub for_whom: String,
    pub customer_id: Option<CustomerId>,
    pub order: Option<(OrderId, String)>,
    pub basket: Option<BasketId>,
    pub note: String,
}

impl Owner {
    /// What the ledger and the audit call it.
    pub(super) fn label(&self) -> &str {
        self.order.as_ref().map_or(self.for_whom.as_str(), |(_, number)| number)
    }
}

/// A hold as the use cases handle it.
#[derive(Debug, Clone)]
pub struct Hold {
    pub id: ReservationId,
    pub variant_id: VariantId,
    pub location_id: LocationId,
    pub sku: String,
    pub quantity: i64,
    pub status: ReservationStatus,
    pub expires_at: Instant,
    pub ended_at: Option<Instant>,
    pub owner: Owner,
}

impl Hold {
    fn read(books: &Snapshot<'_>, id: ReservationId) -> Result<Hold, Failure> {
        let row = read(books, id)?;
        Ok(Hold {
            id: row.id,
            variant_id: row.variant_id,
            location_id: row.location_id,
            sku: row.sku,
            quantity: row.quantity,
            status: row.status,
            expires_at: row.expires_at,
            ended_at: row.ended_at,
            owner: Owner {
                for_whom: row.for_whom,
                customer_id: row.customer_id,
                order: row.order_id.zip(row.order_number),
                basket: row.basket_id,
                note: row.note,
            },
        })
    }
}

/// A hold that still runs now; one past its time is refused as expired, swept or not.
pub fn usable(books: &Snapshot<'_>, id: ReservationId) -> Result<Hold, Failure> {
    let hold = Hold::read(books, id)?;
    let (status, ended_at) = match hold.status {
        ReservationStatus::Active if hold.expires_at > books.now => return Ok(hold),
        ReservationStatus::Active => (ReservationStatus::Expired, hold.expires_at),
        ended @ (ReservationStatus::Consumed | ReservationStatus::Released | ReservationStatus::Expired) => {
            (ended, hold.ended_at.unwrap_or(hold.expires_at))
        }
    };
    Err(Refusal::HoldEnded { id, status, ended_at }.into())
}

/// Refuses lines that ask for more than is available, all of them at once. Two lines of one variant count together.
///
/// Holds past their time are expired first where a line needs their units, so that a decision never rests on a
/// promise that has lapsed. Units that come free so go to whoever waits for them, and only what is left to the asker.
pub fn check_available(uow: &mut Uow<'_>, wanted: &[Wanted]) -> Result<(), Failure> {
    check_available_beside(uow, wanted, &[])
}

/// As [`check_available`], of somebody who holds units already: these are theirs, and never count against them.
pub fn check_available_beside(uow: &mut Uow<'_>, wanted: &[Wanted], own: &[Hold]) -> Result<(), Failure> {
    let mut asked: BTreeMap<(VariantId, LocationId), i64> = BTreeMap::new();
    for line in wanted {
        *asked.entry((line.sellable.variant_id, line.location_id)).or_default() += line.quantity;
    }
    let held = |key: (VariantId, LocationId)| -> i64 {
        let of_key = own.iter().filter(|hold| (hold.variant_id, hold.location_id) == key);
        of_key.map(|hold| hold.quantity).sum()
    };
    let mut short = Vec::new();
    for (&(variant_id, location_id), &quantity) in &asked {
        let needed = quantity - held((variant_id, location_id));
        if needed <= 0 {
            continue;
        }
        if free_for(uow, variant_id, location_id, needed)? < needed {
            short.push((variant_id, location_id));
        }
    }
    if short.is_empty() {
        return Ok(());
    }
    let mut lines = Vec::new();
    for line in wanted {
        let key = (line.sellable.variant_id, line.location_id);
        if short.contains(&key) {
            let mut told = short_line(uow, line, asked[&key])?;
            told.available += held(key);
            told.held_by.retain(|holder| !own.iter().any(|hold| hold.id.to_string() == holder.id));
            lines.push(told);
        }
    }
    Err(Refusal::StockInsufficient { lines }.into())
}

/// Units that are free for somebody who needs so many. Where they are short, holds past their time are expired, and what
/// comes free so is given to whoever waits for it first.
pub fn free_for(
    uow: &mut Uow<'_>,
    variant_id: VariantId,
    location_id: LocationId,
    needed: i64,
) -> Result<i64, Failure> {
    let mut available = free(uow, variant_id, location_id)?;
    while available < needed && expire_due_of(uow, variant_id, location_id, needed - available)? > 0 {
        serve_here(uow, variant_id, location_id)?;
        available = free(uow, variant_id, location_id)?;
    }
    Ok(available)
}

/// Units that nothing is promised of.
pub(super) fn free(books: &Snapshot<'_>, variant_id: VariantId, location_id: LocationId) -> Result<i64, Failure> {
    let now = balance(books, variant_id, location_id)?;
    Ok(now.on_hand - now.reserved)
}

/// Holds units that were found available: reserved goes up, on hand stays.
pub fn hold(
    uow: &mut Uow<'_>,
    group_id: GroupId,
    variant: &Sellable,
    location_id: LocationId,
    quantity: i64,
    expires_at: Instant,
    owner: &Owner,
) -> Result<ReservationId, Failure> {
    let now = uow.now;
    let id = ReservationId::new(now);
    let seq = uow.next_seq("reservation")?;
    ledger::append(
        uow,
        Step {
            variant_id: variant.variant_id,
            location_id,
            kind: MovementKind::Reserve,
            on_hand_delta: 0,
            reserved_delta: quantity,
        },
        &cause(id, owner),
    )?;
    let staff_id = uow.actor.staff_id;
    uow.change_one(
        "INSERT INTO reservation
           (row_no, seq, id, group_id, variant_id, location_id, quantity, status, expires_at, created_at,
            for_whom, customer_id, order_id, basket_id, note, staff_id)
         VALUES
           (:seq, :seq, :id, :group_id, :variant_id, :location_id, :quantity, 'active', :expires_at, :now,
            :for_whom, :customer_id, :order_id, :basket_id, :note, :staff_id)",
        named_params! {
            ":seq": seq,
            ":id": id,
            ":group_id": group_id,
            ":variant_id": variant.variant_id,
            ":location_id": location_id,
            ":quantity": quantity,
            ":expires_at": expires_at,
            ":now": now,
            ":for_whom": owner.for_whom,
            ":customer_id": owner.customer_id,
            ":order_id": owner.order.as_ref().map(|(id, _)| *id),
            ":basket_id": owner.basket,
            ":note": owner.note,
            ":staff_id": staff_id,
        },
    )?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::ReservationCreated,
            object_type: "reservation",
            object_id: id.to_string(),
            object_label: owner.label(),
            old: None,
            new: Some(json!({
                "sku": variant.sku, "quantity": quantity, "expiresAt": expires_at, "status": "active",
                "forWhom": owner.for_whom,
            })),
            reason: None,
        },
    )?;
    Ok(id)
}

fn cause(id: ReservationId, owner: &Owner) -> Cause<'_> {
    match &owner.order {
        Some((order_id, number)) => Cause {
            ref_type: Some("order"),
            ref_id: Some(*order_id.as_bytes()),
            ref_label: Some(number),
            ..Cause::default()
        },
        None => Cause {
            ref_type: Some("reservation"),
            ref_id: Some(*id.as_bytes()),
            ref_label: Some(owner.for_whom.as_str()),
            ..Cause::default()
        },
    }
}

/// Ends a hold, once. Released and expired give the units back; consumed leaves them reserved, for the allocation
/// that takes them over in the same unit of work.
pub fn end(uow: &mut Uow<'_>, hold: &Hold, status: ReservationStatus, reason: Option<&str>) -> Result<(), Failure> {
    let (kind, action) = match status {
        ReservationStatus::Consumed => (None, AuditAction::ReservationConsumed),
        ReservationStatus::Released => (Some(MovementKind::Release), AuditAction::ReservationReleased),
        ReservationStatus::Expired => (Some(MovementKind::Expire), AuditAction::ReservationExpired),
        ReservationStatus::Active => return Err(Failure::Bug("a hold cannot end as active".to_owned())),
    };
    let now = uow.now;
    uow.change_one(
        "UPDATE reservation SET status = :status, ended_at = :now WHERE id = :id AND status = 'active'",
        named_params! { ":id": hold.id, ":status": status, ":now": now },
    )?;
    if let Some(kind) = kind {
        ledger::append(
            uow,
            Step {
                variant_id: hold.variant_id,
                location_id: hold.location_id,
                kind,
                on_hand_delta: 0,
                reserved_delta: -hold.quantity,
            },
            &cause(hold.id, &hold.owner),
        )?;
    }
    audit::record(
        uow,
        Entry {
            action,
            object_type: "reservation",
            object_id: hold.id.to_string(),
            object_label: hold.owner.label(),
            old: Some(json!({ "status": "active", "expiresAt": hold.expires_at })),
            new: Some(json!({ "status": status, "sku": hold.sku, "quantity": hold.quantity })),
            reason,
        },
    )
}

/// Makes a running hold an order's own, until the order's deadline.
pub fn take_over(
    uow: &mut Uow<'_>,
    hold: &Hold,
    order: (OrderId, &str),
    customer_id: Option<CustomerId>,
    expires_at: Instant,
) -> Result<(), Failure> {
    uow.change_one(
        "UPDATE reservation
         SET order_id = :order_id, customer_id = coalesce(:customer_id, customer_id), expires_at = :expires_at
         WHERE id = :id AND status = 'active'",
        named_params! {
            ":id": hold.id, ":order_id": order.0, ":customer_id": customer_id, ":expires_at": expires_at,
        },
    )?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::ReservationExtended,
            object_type: "reservation",
            object_id: hold.id.to_string(),
            object_label: order.1,
            old: Some(json!({ "expiresAt": hold.expires_at, "forWhom": hold.owner.for_whom })),
            new: Some(json!({ "expiresAt": expires_at, "forWhom": order.1 })),
            reason: None,
        },
    )
}
