//! Checkout: a basket becomes an order at the prices that its lines were quoted, or stays exactly as it was.

use super::draft::{Draft, DraftLine, Totals, Words};
use super::get::{OrderDetail, read};
use super::payments::{self, PaymentGiven};
use super::place::{OnShortage, PlaceUpTo, Placed, place};
use crate::baskets;
use crate::customers::{self, OrderCustomer};
use crate::db::Uow;
use crate::kernel::{BasketId, Failure, Fields, MAX_HOLD_SECONDS, Problem, Refusal, Reply, ReservationStatus};
use crate::reservations::{self, Hold, cancel_waits_of_basket, check_available_beside, end, held_for_basket};
use crate::stock::{Wanted, location_or_default};

crate::strict_request! {
    /// Units that are held for the basket are used first. A pending order keeps its units until the deadline.
    pub struct BasketCheckout {
        pub id: BasketId,
        pub row_version: i64,
        pub up_to: Option<PlaceUpTo>,
        pub on_shortage: Option<OnShortage>,
        /// The store's setting for checkouts where left out.
        pub hold_seconds: Option<i64>,
        /// What the customer pays with it. Not where a shortage is to be kept as a rejected order, which nobody pays.
        pub payment: Option<PaymentGiven>,
    }
}

pub fn basket_checkout(uow: &mut Uow<'_>, request: BasketCheckout) -> Result<Reply<OrderDetail>, Failure> {
    let head = baskets::head(uow, request.id)?;
    head.check_open()?;
    Uow::check_version("basket", head.id, request.row_version, head.row_version)?;
    let (on_shortage, up_to) = (request.on_shortage.unwrap_or_default(), request.up_to.unwrap_or_default());
    if request.payment.is_some() && on_shortage == OnShortage::Reject {
        return Err(Refusal::field("payment", Problem::NotAllowed, None).into());
    }
    let draft = draft(uow, &head, request.hold_seconds)?;
    // First: what lapses while it is judged is not to become a hold of the basket's own wait.
    cancel_waits_of_basket(uow, head.id, None)?;
    let own = own_holds(uow, &head, &draft.0)?;
    let (draft, numbers) = draft;
    let placed = place(uow, &draft, &own, on_shortage, up_to).map_err(|failure| as_in_basket(failure, &numbers))?;
    let (Placed::Done(order) | Placed::Rejected(order)) = &placed;
    baskets::place(uow, &head, (order.id, &order.number))?;
    match placed {
        Placed::Done(order) => {
            if let Some(payment) = &request.payment {
                payments::take(uow, order.id, payment, "payment")?;
            }
            Ok(Reply::Done(read(uow, order.id)?))
        }
        Placed::Rejected(order) => {
            for hold in &own {
                end(uow, hold, ReservationStatus::Released, None)?;
            }
            Ok(Reply::Declined(read(uow, order.id)?))
        }
    }
}

/// A shortage names the lines as the basket does, so that they can be marked in it.
fn as_in_basket(failure: Failure, numbers: &[i64]) -> Failure {
    let Failure::Refused(mut refusal) = failure else { return failure };
    if let Refusal::StockInsufficient { lines } = refusal.as_mut() {
        for line in lines {
            let place = usize::try_from(line.line_no - 1).ok();
            line.line_no = place.and_then(|place| numbers.get(place)).copied().unwrap_or(line.line_no);
        }
    }
    Failure::Refused(refusal)
}

/// The order that the basket is to become, and what the basket calls each of its lines.
fn draft(uow: &mut Uow<'_>, head: &baskets::Head, hold_seconds: Option<i64>) -> Result<(Draft, Vec<i64>), Failure> {
    let mut fields = Fields::default();
    let words = Words {
        priority: head.priority,
        fulfilment: head.fulfilment,
        address: head.address.clone(),
        promised_on: head.promised_on,
        note: head.note.clone(),
    }
    .check(&mut fields);
    let hold_seconds =
        fields.range("holdSeconds", hold_seconds.unwrap_or(uow.rules.checkout_seconds), 1, MAX_HOLD_SECONDS);
    fields.finish()?;
    let (lines, numbers) = lines(uow, head)?;
    let customer = customers::resolve(
        uow,
        &match head.customer_id {
            Some(id) => OrderCustomer { id: Some(id), ..OrderCustomer::default() },
            None => OrderCustomer {
                name: Some(head.customer_name.clone()),
                email: Some(head.customer_email.clone()),
                phone: Some(head.customer_phone.clone()),
                ..OrderCustomer::default()
            },
        },
    )?;
    let totals = Totals::of(&lines)?;
    let (tier_name, basket) = (head.quoted_tier.clone(), Some(head.id));
    Ok((Draft { customer, tier_name, basket, words, hold_seconds, lines, totals }, numbers))
}

/// The basket's lines as they were quoted, if all of them may still be sold: numbered from 1, with the numbers that they
/// had.
fn lines(uow: &Uow<'_>, head: &baskets::Head) -> Result<(Vec<DraftLine>, Vec<i64>), Failure> {
    let kept = baskets::lines_of(uow, head.id)?;
    if kept.is_empty() {
        return Err(Refusal::BasketEmpty { id: head.id, name: head.label() }.into());
    }
    let mut lines = Vec::with_capacity(kept.len());
    let numbers = kept.iter().map(|line| line.line_no).collect();
    for (line_no, line) in (1..).zip(kept) {
        let sellable = line.sellable;
        if sellable.archived {
            let (variant_id, sku, name) = (sellable.variant_id, sellable.sku, sellable.name);
            return Err(Refusal::ProductArchived { variant_id, sku, name }.into());
        }
        let location_id = location_or_default(uow, Some(line.location_id))?;
        let wanted = Wanted { line_no, sellable, location_id, quantity: line.quantity };
        lines.push(DraftLine::at(wanted, line.price)?);
    }
    Ok((lines, numbers))
}

/// What is held for the basket. Looking for its units may end holds that are due, and units that come free by it go to
/// whoever waits first, which may be this very basket; so it looks first, and judges with what it has then.
fn own_holds(uow: &mut Uow<'_>, head: &baskets::Head, draft: &Draft) -> Result<Vec<Hold>, Failure> {
    let held = |uow: &Uow<'_>| -> Result<Vec<Hold>, Failure> {
        held_for_basket(uow, head.id)?.into_iter().map(|hold| reservations::usable(uow, hold.id)).collect()
    };
    let own = held(uow)?;
    let wanted: Vec<Wanted> = draft.lines.iter().map(|line| line.wanted.clone()).collect();
    match check_available_beside(uow, &wanted, &own) {
        Ok(()) => Ok(own),
        Err(Failure::Refused(_)) => held(uow),
        Err(failure) => Err(failure),
    }
}
