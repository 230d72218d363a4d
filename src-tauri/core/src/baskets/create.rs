use super::get::{Basket, read};
use super::price::LinePrice;
use super::store::{Line, head, insert_line, quoted_for};
use crate::audit::{self, Entry};
use crate::catalog::sellable;
use crate::db::{Snapshot, Uow};
use crate::kernel::text::MAX_STORE_NAME;
use crate::kernel::{
    AuditAction, BasketId, CustomerId, Failure, Fields, Fulfilment, LocationId, MAX_LINES, Priority, Problem, Refusal,
    ReservationId, VariantId,
};
use crate::pricing::Prices;
use crate::reservations::{self, Hold};
use crate::stock::{Wanted, check_distinct, location_name, location_or_default};
use rusqlite::named_params;
use serde_json::json;

crate::strict_request! {
    pub struct BasketCreateLine {
        pub variant_id: VariantId,
        pub quantity: i64,
        pub location_id: Option<LocationId>,
    }
}
crate::request! {
    pub struct BasketCreate {
        pub customer_id: Option<CustomerId>,
        pub name: Option<String>,
        pub lines: Option<Vec<BasketCreateLine>>,
        /// Holds that nobody's order or basket has: their units are in it, and the holds are the basket's from now
        /// on. Whom the first is for is its customer where none is named.
        pub reservation_ids: Option<Vec<ReservationId>>,
    }
}

/// What a new basket begins with; the default is an empty one for nobody yet.
#[derive(Debug, Default)]
pub struct NewBasket {
    pub name: String,
    pub customer_id: Option<CustomerId>,
    /// Of a customer who is not kept.
    pub customer_name: String,
    pub customer_email: String,
    pub customer_phone: String,
    pub priority: Option<Priority>,
    pub fulfilment: Option<Fulfilment>,
    pub address: String,
    pub note: String,
    pub lines: Vec<Wanted>,
    /// That become its own.
    pub holds: Vec<Hold>,
}

pub fn basket_create(uow: &mut Uow<'_>, request: BasketCreate) -> Result<Basket, Failure> {
    let mut fields = Fields::default();
    let name = fields.line("name", request.name.as_deref().unwrap_or_default(), MAX_STORE_NAME);
    let asked = request.lines.unwrap_or_default();
    let reservation_ids = request.reservation_ids.unwrap_or_default();
    for (field, count) in [("lines", asked.len()), ("reservationIds", reservation_ids.len())] {
        if count > MAX_LINES {
            fields.add(field, Problem::TooLarge, i64::try_from(MAX_LINES).ok());
        }
    }
    for (index, line) in asked.iter().take(MAX_LINES).enumerate() {
        fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
    }
    fields.finish()?;
    if let Some(customer_id) = request.customer_id {
        check_customer(uow, customer_id)?;
    }
    let mut lines = Vec::with_capacity(asked.len());
    for (line_no, line) in (1..).zip(asked) {
        lines.push(Wanted {
            line_no,
            sellable: sellable(uow, line.variant_id)?,
            location_id: location_or_default(uow, line.location_id)?,
            quantity: line.quantity,
        });
    }
    check_distinct(&lines)?;
    let holds = reservations::brought(uow, &reservation_ids)?;
    let lines = reservations::with_units_of(uow, lines, &holds)?;
    let owner = holds.first().map(|held| held.owner.clone()).unwrap_or_default();
    let customer_id = request.customer_id.or(owner.customer_id);
    let customer_name = if customer_id.is_none() { owner.for_whom } else { String::new() };
    let id = begin(uow, &NewBasket { name, customer_id, customer_name, lines, holds, ..NewBasket::default() })?;
    read(uow, id)
}

/// Makes an open basket; its lines were found distinct and are quoted now.
pub fn begin(uow: &mut Uow<'_>, new: &NewBasket) -> Result<BasketId, Failure> {
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    let id = BasketId::new(now);
    let seq = uow.next_seq("basket")?;
    uow.change_one(
        "INSERT INTO basket
           (row_no, seq, id, name, status, customer_id, customer_name, customer_email, customer_phone, priority,
            fulfilment, address, note, staff_id, created_at, updated_at)
         VALUES
           (:seq, :seq, :id, :name, 'open', :customer_id, :customer_name, :customer_email, :customer_phone, :priority,
            :fulfilment, :address, :note, :staff_id, :now, :now)",
        named_params! {
            ":seq": seq,
            ":id": id,
            ":name": new.name,
            ":customer_id": new.customer_id,
            ":customer_name": new.customer_name,
            ":customer_email": new.customer_email,
            ":customer_phone": new.customer_phone,
            ":priority": new.priority.unwrap_or(Priority::Normal),
            ":fulfilment": new.fulfilment.unwrap_or(Fulfilment::Pickup),
            ":address": new.address,
            ":note": new.note,
            ":staff_id": staff_id,
            ":now": now,
        },
    )?;
    let head = head(uow, id)?;
    let mut told = Vec::with_capacity(new.lines.len());
    if !new.lines.is_empty() {
        let prices = Prices::of(uow, head.tier_id, now)?;
        quoted_for(uow, &head, &prices)?;
        for wanted in &new.lines {
            let line = Line {
                line_no: wanted.line_no,
                sellable: wanted.sellable.clone(),
                location_id: wanted.location_id,
                location_name: location_name(uow, wanted.location_id)?,
                quantity: wanted.quantity,
                price: LinePrice::quote(uow, &prices, &wanted.sellable, wanted.quantity, None),
            };
            insert_line(uow, id, &line)?;
            told.push(line.told(uow));
        }
    }
    reservations::give_to_basket(uow, &new.holds, id)?;
    let mut new_value = json!({ "name": head.name, "customer": head.customer_name, "lines": told });
    if !new.holds.is_empty() {
        new_value["holds"] = new.holds.iter().map(|held| held.id.to_string()).collect();
    }
    audit::record(
        uow,
        Entry {
            action: AuditAction::BasketCreated,
            object_type: "basket",
            object_id: id.to_string(),
            object_label: &head.label(),
            old: None,
            new: Some(new_value),
            reason: None,
        },
    )?;
    Ok(id)
}

pub(super) fn check_customer(books: &Snapshot<'_>, id: CustomerId) -> Result<(), Failure> {
    books
        .find("SELECT 1 FROM customer WHERE id = ?1 AND archived_at IS NULL", [id], |_| Ok(()))?
        .ok_or_else(|| Refusal::not_found("customer", id).into())
}
