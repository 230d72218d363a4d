//! What changes the lines of an open basket.

use super::get::{Basket, read};
use super::price::{LinePrice, Overridden};
use super::store::{Head, Line, find_line, head, insert_line, line_for, lines, quoted_for, touch, update_line};
use crate::audit::{self, Entry};
use crate::catalog::sellable;
use crate::db::Uow;
use crate::kernel::{
    AuditAction, BasketId, Failure, Fields, LocationId, MAX_LINES, MAX_QUANTITY, Problem, Refusal, ReservationStatus,
    VariantId,
};
use crate::pricing::Prices;
use crate::reservations::{cancel_waits_of_basket_at, end, held_for_basket, usable};
use crate::stock::{Wanted, check_distinct, location_name, location_or_default};
use serde_json::{Value, json};

crate::strict_request! {
    /// More of a variant: its line grows, or it gets one. Without a version, because scans come fast and none of them
    /// is meant to be lost.
    pub struct BasketAdd {
        pub id: BasketId,
        pub variant_id: VariantId,
        /// One where left out.
        pub quantity: Option<i64>,
        pub location_id: Option<LocationId>,
    }
    pub struct BasketLineSet {
        pub id: BasketId,
        pub row_version: i64,
        pub line_no: i64,
        /// Another quantity is quoted anew.
        pub quantity: Option<i64>,
        pub location_id: Option<LocationId>,
    }
    pub struct BasketLineRemove {
        pub id: BasketId,
        pub row_version: i64,
        pub line_no: i64,
    }
    /// Takes today's prices for these lines, or for all. A manager's price stays.
    pub struct BasketRequote {
        pub id: BasketId,
        pub row_version: i64,
        pub line_nos: Option<Vec<i64>>,
    }
}

/// The basket as its lines are about to change: open, and as the caller knows it.
fn open(uow: &Uow<'_>, id: BasketId, row_version: Option<i64>) -> Result<(Head, Vec<Line>), Failure> {
    let head = head(uow, id)?;
    head.check_open()?;
    if let Some(row_version) = row_version {
        Uow::check_version("basket", id, row_version, head.row_version)?;
    }
    let lines = lines(uow, id)?;
    Ok((head, lines))
}

/// Writes down that lines changed, and gives the basket as it is now.
fn changed(
    uow: &mut Uow<'_>,
    head: &Head,
    action: AuditAction,
    before: Vec<Value>,
    after: Vec<Value>,
    reason: Option<&str>,
) -> Result<Basket, Failure> {
    touch(uow, head.id)?;
    audit::record(
        uow,
        Entry {
            action,
            object_type: "basket",
            object_id: head.id.to_string(),
            object_label: &head.label(),
            old: Some(json!({ "lines": before })),
            new: Some(json!({ "lines": after })),
            reason,
        },
    )?;
    read(uow, head.id)
}

pub fn basket_add(uow: &mut Uow<'_>, request: BasketAdd) -> Result<Basket, Failure> {
    let mut fields = Fields::default();
    let quantity = fields.quantity("quantity", request.quantity.unwrap_or(1));
    fields.finish()?;
    let (head, lines) = open(uow, request.id, None)?;
    let sellable = sellable(uow, request.variant_id)?;
    let prices = Prices::of(uow, head.tier_id, uow.now)?;
    quoted_for(uow, &head, &prices)?;
    let known = line_for(uow, &lines, request.variant_id, request.location_id);
    let mut fields = Fields::default();
    fields.range("quantity", quantity + known.map_or(0, |line| line.quantity), 1, MAX_QUANTITY);
    if known.is_none() && lines.len() == MAX_LINES {
        fields.add("lines", Problem::TooLarge, i64::try_from(MAX_LINES).ok());
    }
    fields.finish()?;
    let line = match known {
        Some(line) => {
            let quantity = line.quantity + quantity;
            let price = LinePrice::quote(uow, &prices, &sellable, quantity, line.price.overridden.clone());
            Line { quantity, price, ..line.clone() }
        }
        None => {
            let location_id = location_or_default(uow, request.location_id)?;
            Line {
                line_no: lines.last().map_or(1, |line| line.line_no + 1),
                location_id,
                location_name: location_name(uow, location_id)?,
                quantity,
                price: LinePrice::quote(uow, &prices, &sellable, quantity, None),
                sellable,
            }
        }
    };
    match known {
        Some(_) => update_line(uow, head.id, &line)?,
        None => insert_line(uow, head.id, &line)?,
    }
    let before = known.map(|line| line.told(uow)).into_iter().collect();
    let after = vec![line.told(uow)];
    changed(uow, &head, AuditAction::BasketEdited, before, after, None)
}

pub fn basket_line_set(uow: &mut Uow<'_>, request: BasketLineSet) -> Result<Basket, Failure> {
    let mut fields = Fields::default();
    if let Some(quantity) = request.quantity {
        fields.quantity("quantity", quantity);
    }
    fields.finish()?;
    let (head, lines) = open(uow, request.id, Some(request.row_version))?;
    let before = find_line(&lines, request.line_no)?;
    let mut line = before.clone();
    if let Some(location_id) = request.location_id.filter(|id| *id != line.location_id) {
        line.location_id = location_or_default(uow, Some(location_id))?;
        line.location_name = location_name(uow, location_id)?;
    }
    if let Some(quantity) = request.quantity.filter(|quantity| *quantity != line.quantity) {
        let prices = Prices::of(uow, head.tier_id, uow.now)?;
        quoted_for(uow, &head, &prices)?;
        line.quantity = quantity;
        line.price = LinePrice::quote(uow, &prices, &line.sellable, quantity, line.price.overridden.take());
    }
    if (line.quantity, line.location_id) == (before.quantity, before.location_id) {
        return read(uow, head.id);
    }
    let together: Vec<Wanted> = lines
        .iter()
        .map(|other| if other.line_no == line.line_no { &line } else { other })
        .map(|line| Wanted {
            line_no: line.line_no,
            sellable: line.sellable.clone(),
            location_id: line.location_id,
            quantity: line.quantity,
        })
        .collect();
    check_distinct(&together)?;
    update_line(uow, head.id, &line)?;
    if line.location_id != before.location_id {
        give_up(uow, head.id, before)?;
    }
    let (before, after) = (vec![before.told(uow)], vec![line.told(uow)]);
    changed(uow, &head, AuditAction::BasketEdited, before, after, None)
}

pub fn basket_line_remove(uow: &mut Uow<'_>, request: BasketLineRemove) -> Result<Basket, Failure> {
    let (head, lines) = open(uow, request.id, Some(request.row_version))?;
    let line = find_line(&lines, request.line_no)?;
    uow.change_one("DELETE FROM basket_line WHERE basket_id = ?1 AND line_no = ?2", (head.id, line.line_no))?;
    give_up(uow, head.id, line)?;
    let before = vec![line.told(uow)];
    changed(uow, &head, AuditAction::BasketEdited, before, Vec::new(), None)
}

/// Gives back what the basket waits for and holds where a line of it sold from until now.
fn give_up(uow: &mut Uow<'_>, id: BasketId, line: &Line) -> Result<(), Failure> {
    let at = (line.sellable.variant_id, line.location_id);
    cancel_waits_of_basket_at(uow, id, at)?;
    for held in held_for_basket(uow, id)?.iter().filter(|held| (held.variant_id, held.location_id) == at) {
        let hold = usable(uow, held.id)?;
        end(uow, &hold, ReservationStatus::Released, None)?;
    }
    Ok(())
}

pub fn basket_requote(uow: &mut Uow<'_>, request: BasketRequote) -> Result<Basket, Failure> {
    let (head, lines) = open(uow, request.id, Some(request.row_version))?;
    for line_no in request.line_nos.iter().flatten() {
        find_line(&lines, *line_no)?;
    }
    let asked = |line: &&Line| request.line_nos.as_ref().is_none_or(|asked| asked.contains(&line.line_no));
    let asked: Vec<&Line> = lines.iter().filter(asked).filter(|line| line.price.overridden.is_none()).collect();
    let (before, after) = requote(uow, &head, &asked)?;
    if after.is_empty() {
        return read(uow, head.id);
    }
    changed(uow, &head, AuditAction::BasketEdited, before, after, None)
}

/// Quotes lines anew; a manager's price stays. Tells those whose price became another.
pub(super) fn requote(uow: &mut Uow<'_>, head: &Head, asked: &[&Line]) -> Result<(Vec<Value>, Vec<Value>), Failure> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    if asked.is_empty() {
        return Ok((before, after));
    }
    let prices = Prices::of(uow, head.tier_id, uow.now)?;
    quoted_for(uow, head, &prices)?;
    for line in asked {
        let price = LinePrice::quote(uow, &prices, &line.sellable, line.quantity, line.price.overridden.clone());
        let line_now = Line { price, ..(*line).clone() };
        update_line(uow, head.id, &line_now)?;
        if line_now.price.unit_price != line.price.unit_price {
            before.push(line.told(uow));
            after.push(line_now.told(uow));
        }
    }
    Ok((before, after))
}

/// Puts a manager's price on a line, or takes it back, which quotes the line anew.
pub fn override_price(
    uow: &mut Uow<'_>,
    id: BasketId,
    row_version: i64,
    line_no: i64,
    by_hand: Option<Overridden>,
    reason: &str,
) -> Result<Basket, Failure> {
    let (head, lines) = open(uow, id, Some(row_version))?;
    let line = find_line(&lines, line_no)?;
    if by_hand.is_none() && line.price.overridden.is_none() {
        return Err(Refusal::field("price", Problem::Required, None).into());
    }
    let prices = Prices::of(uow, head.tier_id, uow.now)?;
    quoted_for(uow, &head, &prices)?;
    let price = LinePrice::quote(uow, &prices, &line.sellable, line.quantity, by_hand);
    let line_now = Line { price, ..line.clone() };
    update_line(uow, head.id, &line_now)?;
    let (before, after) = (vec![line.told(uow)], vec![line_now.told(uow)]);
    changed(uow, &head, AuditAction::PriceOverridden, before, after, Some(reason))
}
