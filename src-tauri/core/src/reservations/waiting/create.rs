use super::serve::serve_here;
use super::store::{Place, WaitRows, read, record};
use crate::catalog::sellable;
use crate::db::{Snapshot, Uow};
use crate::kernel::text::{MAX_NAME, MAX_NOTE};
use crate::kernel::{
    AuditAction, BasketId, BasketStatus, CustomerId, Failure, Fields, GroupId, LocationId, MAX_HOLD_SECONDS, MAX_LINES,
    MAX_WAIT_SECONDS, OrderId, OrderStatus, Problem, Refusal, VariantId, WaitId,
};
use crate::reservations::create::customer;
use crate::reservations::expire::expire_due_of;
use crate::reservations::store::{Owner, free};
use crate::stock::location_or_default;
use rusqlite::{Row, ToSql, named_params};
use serde_json::json;

crate::strict_request! {
    pub struct WaitLine {
        pub variant_id: VariantId,
        pub quantity: i64,
        pub location_id: Option<LocationId>,
        /// Takes what there is, and waits on for the rest. Without it: all or nothing.
        pub accept_part: Option<bool>,
    }
    /// Each line is a place in the queue of its variant and location. Units that are free already become a hold at
    /// once where nobody is before it.
    pub struct WaitCreate {
        pub lines: Vec<WaitLine>,
        /// The customer's name where left out.
        pub for_whom: Option<String>,
        /// Of a basket or an order: only its own.
        pub customer_id: Option<CustomerId>,
        /// Open or parked. The hold is the basket's, which has a line of each and does not wait for it yet.
        pub basket_id: Option<BasketId>,
        /// Pending. The hold is the order's, which has a line of each and does not wait for it yet.
        pub order_id: Option<OrderId>,
        /// How long the hold runs that it becomes; the store's setting where left out.
        pub hold_seconds: Option<i64>,
        /// When the wait itself ends, from 1 second to a year; the store's setting where left out.
        pub wait_seconds: Option<i64>,
        pub note: Option<String>,
    }
}

pub fn wait_create(uow: &mut Uow<'_>, request: WaitCreate) -> Result<WaitRows, Failure> {
    let usual_hold = if request.order_id.is_some() { uow.rules.order_hold_seconds } else { uow.rules.hold_seconds };
    let mut fields = Fields::default();
    fields.line_count("lines", request.lines.len());
    for (index, line) in request.lines.iter().enumerate().take(MAX_LINES) {
        fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
    }
    let for_whom = fields.line("forWhom", request.for_whom.as_deref().unwrap_or_default(), MAX_NAME);
    let note = fields.text("note", request.note.as_deref().unwrap_or_default(), MAX_NOTE);
    let hold_seconds = fields.range("holdSeconds", request.hold_seconds.unwrap_or(usual_hold), 1, MAX_HOLD_SECONDS);
    let wait_seconds =
        fields.range("waitSeconds", request.wait_seconds.unwrap_or(uow.rules.wait_seconds), 1, MAX_WAIT_SECONDS);
    if request.basket_id.is_some() && request.order_id.is_some() {
        fields.add("orderId", Problem::NotAllowed, None);
    }
    fields.finish()?;
    let owner = owner(uow, &request, for_whom, note)?;

    let mut places: Vec<Place> = Vec::with_capacity(request.lines.len());
    for (index, line) in request.lines.iter().enumerate() {
        let sellable = sellable(uow, line.variant_id)?;
        let location_id = location_or_default(uow, line.location_id)?;
        if places.iter().any(|place| (place.variant_id, place.location_id) == (line.variant_id, location_id)) {
            return Err(Refusal::field(&format!("lines[{index}].variantId"), Problem::Duplicate, None).into());
        }
        places.push(Place {
            id: WaitId::new(uow.now),
            variant_id: line.variant_id,
            location_id,
            sku: sellable.sku,
            quantity: line.quantity,
            granted: 0,
            accept_part: line.accept_part.unwrap_or(false),
            hold_seconds,
            expires_at: uow.now.plus_seconds(wait_seconds),
            group_id: GroupId::new(uow.now),
            staff_id: uow.actor.staff_id,
            owner: owner.clone(),
            is_over: false,
        });
    }
    check_lines(uow, &request, &places)?;
    let group_id = GroupId::new(uow.now);
    for place in &mut places {
        place.group_id = group_id;
        insert(uow, place)?;
    }
    let mut rows = Vec::with_capacity(places.len());
    for place in &places {
        let short = place.quantity - free(uow, place.variant_id, place.location_id)?;
        if short > 0 {
            expire_due_of(uow, place.variant_id, place.location_id, short)?;
        }
        serve_here(uow, place.variant_id, place.location_id)?;
        rows.push(read(uow, place.id)?);
    }
    Ok(WaitRows { rows })
}

/// Whom the hold will be for: the order, the basket, the customer, or a name.
fn owner(books: &Snapshot<'_>, request: &WaitCreate, for_whom: String, note: String) -> Result<Owner, Failure> {
    let mut owner = Owner { for_whom, customer_id: None, order: None, basket: request.basket_id, note };
    let mut name = String::new();
    if let Some(id) = request.order_id {
        let found: Option<(OrderStatus, String, Option<CustomerId>, String)> =
            books.find("SELECT status, number, customer_id, customer_name FROM orders WHERE id = ?1", [id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        let Some((status, number, customer_id, customer_name)) = found else {
            return Err(Refusal::not_found("order", id).into());
        };
        if status != OrderStatus::Pending {
            return Err(Refusal::field("orderId", Problem::NotAllowed, None).into());
        }
        (owner.order, owner.customer_id, name) = (Some((id, number)), customer_id, customer_name);
    }
    if let Some(id) = request.basket_id {
        let found: Option<(BasketStatus, Option<CustomerId>, String)> = books.find(
            "SELECT basket.status, basket.customer_id,
                    coalesce(customer.name, nullif(basket.customer_name, ''), basket.name)
             FROM basket
             LEFT JOIN customer ON customer.id = basket.customer_id
             WHERE basket.id = ?1",
            [id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let Some((status, customer_id, customer_name)) = found else {
            return Err(Refusal::not_found("basket", id).into());
        };
        if !matches!(status, BasketStatus::Open | BasketStatus::Parked) {
            return Err(Refusal::field("basketId", Problem::NotAllowed, None).into());
        }
        (owner.customer_id, name) = (customer_id, customer_name);
    }
    let has_customer = request.order_id.is_some() || request.basket_id.is_some();
    if has_customer && request.customer_id.is_some_and(|id| owner.customer_id != Some(id)) {
        return Err(Refusal::field("customerId", Problem::NotAllowed, None).into());
    }
    if let Some(id) = request.customer_id.filter(|_| !has_customer) {
        let (id, customer_name) = customer(books, id)?;
        (owner.customer_id, name) = (Some(id), customer_name);
    }
    if owner.for_whom.is_empty() {
        owner.for_whom = name;
    }
    Ok(owner)
}

/// An order or a basket waits for what its lines sell, and for each of them once.
fn check_lines(books: &Snapshot<'_>, request: &WaitCreate, places: &[Place]) -> Result<(), Failure> {
    let (id, lines, waits): (&dyn ToSql, _, _) = match (&request.order_id, &request.basket_id) {
        (Some(id), _) => (
            id,
            "SELECT variant_id, location_id FROM order_line WHERE order_id = :id",
            "INDEXED BY stock_wait_by_order WHERE order_id = :id",
        ),
        (None, Some(id)) => (
            id,
            "SELECT variant_id, location_id FROM basket_line WHERE basket_id = :id",
            "INDEXED BY stock_wait_by_basket WHERE basket_id = :id",
        ),
        (None, None) => return Ok(()),
    };
    let at = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let sold: Vec<(VariantId, LocationId)> = books.rows(lines, named_params! { ":id": id }, at)?;
    let waited_for: Vec<(VariantId, LocationId)> = books.rows(
        &format!("SELECT variant_id, location_id FROM stock_wait {waits} AND status = 'waiting' AND expires_at > :now"),
        named_params! { ":id": id, ":now": books.now },
        at,
    )?;
    let mut fields = Fields::default();
    for (index, place) in places.iter().enumerate() {
        let at = (place.variant_id, place.location_id);
        if !sold.contains(&at) {
            fields.add(&format!("lines[{index}].variantId"), Problem::NotAllowed, None);
        } else if waited_for.contains(&at) {
            fields.add(&format!("lines[{index}].variantId"), Problem::Duplicate, None);
        }
    }
    Ok(fields.finish()?)
}

fn insert(uow: &mut Uow<'_>, place: &Place) -> Result<(), Failure> {
    let (now, seq) = (uow.now, uow.next_seq("stock_wait")?);
    uow.change_one(
        "INSERT INTO stock_wait
           (row_no, seq, id, variant_id, location_id, quantity, accept_part, status, hold_seconds, expires_at,
            for_whom, customer_id, order_id, basket_id, group_id, note, staff_id, created_at)
         VALUES
           (:seq, :seq, :id, :variant_id, :location_id, :quantity, :accept_part, 'waiting', :hold_seconds, :expires_at,
            :for_whom, :customer_id, :order_id, :basket_id, :group_id, :note, :staff_id, :now)",
        named_params! {
            ":seq": seq,
            ":id": place.id,
            ":variant_id": place.variant_id,
            ":location_id": place.location_id,
            ":quantity": place.quantity,
            ":accept_part": place.accept_part,
            ":hold_seconds": place.hold_seconds,
            ":expires_at": place.expires_at,
            ":for_whom": place.owner.for_whom,
            ":customer_id": place.owner.customer_id,
            ":order_id": place.owner.order.as_ref().map(|(id, _)| *id),
            ":basket_id": place.owner.basket,
            ":group_id": place.group_id,
            ":note": place.owner.note,
            ":staff_id": place.staff_id,
            ":now": now,
        },
    )?;
    record(
        uow,
        place,
        AuditAction::WaitCreated,
        json!({
            "status": "waiting", "sku": place.sku, "quantity": place.quantity, "acceptPart": place.accept_part,
            "forWhom": place.owner.for_whom, "expiresAt": place.expires_at, "holdSeconds": place.hold_seconds,
        }),
        None,
    )
}
