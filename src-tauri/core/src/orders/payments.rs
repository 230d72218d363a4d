//! What customers paid and got back, as people record it. Nothing is processed here.
//!
//! INVARIANT: an entry is never changed or deleted; a refund is an entry of its own; `orders.paid` is their sum. The
//! doctor adds it up again.

use super::get::{OrderDetail, read};
use super::store::{Head, account, head};
use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::text::{MAX_CODE, MAX_NOTE};
use crate::kernel::{
    AuditAction, Failure, Fields, Instant, Minor, Money, OrderId, OrderStatus, PaymentId, PaymentKind, PaymentMethod,
    Problem, Refusal,
};
use rusqlite::named_params;
use serde_json::json;

crate::strict_request! {
    /// A payment that comes along with something else: a checkout, a hand over.
    pub struct PaymentGiven {
        pub method: PaymentMethod,
        /// Left out: all that is due, or what was tendered if that is less.
        pub amount: Option<Money>,
        /// Cash that the customer gave; what is above the amount is given back as change.
        pub tendered: Option<Money>,
        /// A receipt's number, a bank's text.
        pub reference: Option<String>,
        pub note: Option<String>,
    }
    /// Writes down what a customer paid: at most what is due.
    pub struct PaymentRecord {
        pub order_id: OrderId,
        pub row_version: Option<i64>,
        pub method: PaymentMethod,
        /// Left out: all that is due, or what was tendered if that is less.
        pub amount: Option<Money>,
        /// Cash that the customer gave; what is above the amount is given back as change.
        pub tendered: Option<Money>,
        /// A receipt's number, a bank's text.
        pub reference: Option<String>,
        pub note: Option<String>,
    }
    /// Writes down what a customer got back: at most what was paid.
    pub struct PaymentRefund {
        pub order_id: OrderId,
        pub row_version: Option<i64>,
        pub method: PaymentMethod,
        pub amount: Money,
        pub reference: Option<String>,
        pub note: Option<String>,
        pub reason: String,
    }
}
crate::response! {
    pub struct Payment {
        pub id: PaymentId,
        pub kind: PaymentKind,
        pub method: PaymentMethod,
        pub amount: Money,
        /// Cash that the customer gave.
        pub tendered: Option<Money>,
        /// Cash that was given back of it.
        pub change: Option<Money>,
        pub reference: String,
        /// Why it was given back; null for a payment.
        pub reason: Option<String>,
        pub note: String,
        pub staff_name: String,
        pub at: Instant,
    }
}

pub fn payment_record(uow: &mut Uow<'_>, request: PaymentRecord) -> Result<OrderDetail, Failure> {
    let PaymentRecord { order_id, row_version, method, amount, tendered, reference, note } = request;
    let given = PaymentGiven { method, amount, tendered, reference, note };
    let words = parse(uow, &given, "")?;
    let head = head(uow, order_id)?;
    check_version(&head, row_version)?;
    pay(uow, &head, &given, &words)?;
    read(uow, order_id)
}

pub fn payment_refund(uow: &mut Uow<'_>, request: PaymentRefund) -> Result<OrderDetail, Failure> {
    let mut fields = Fields::default();
    let amount = uow.rules.currency.minor("amount", request.amount, &mut fields);
    if amount == Minor::ZERO {
        fields.add("amount", Problem::TooSmall, None);
    }
    let reference = fields.line("reference", request.reference.as_deref().unwrap_or_default(), MAX_CODE);
    let note = fields.text("note", request.note.as_deref().unwrap_or_default(), MAX_NOTE);
    let reason = fields.text("reason", &request.reason, MAX_NOTE);
    if request.reason.trim().is_empty() {
        fields.add("reason", Problem::Required, None);
    }
    fields.finish()?;
    let head = head(uow, request.order_id)?;
    check_version(&head, request.row_version)?;
    let paid = account(uow, head.id)?.paid;
    if amount > paid {
        return Err(Refusal::RefundTooLarge { paid: uow.money(paid), amount: uow.money(amount) }.into());
    }
    let entry = NewEntry {
        kind: PaymentKind::Refund,
        method: request.method,
        amount,
        tendered: None,
        reference: &reference,
        reason: Some(&reason),
        note: &note,
    };
    write(uow, &head, &entry)?;
    read(uow, head.id)
}

/// Records a payment on the way: a checkout, a hand over. `within` is the field of the request that it stands in, like
/// "payment".
pub fn take(uow: &mut Uow<'_>, order_id: OrderId, given: &PaymentGiven, within: &str) -> Result<(), Failure> {
    let words = parse(uow, given, &format!("{within}."))?;
    let head = head(uow, order_id)?;
    pay(uow, &head, given, &words)
}

/// What a payment says after reading it.
struct Words {
    amount: Option<Minor>,
    tendered: Option<Minor>,
    reference: String,
    note: String,
}

fn parse(books: &Snapshot<'_>, given: &PaymentGiven, within: &str) -> Result<Words, Refusal> {
    let mut fields = Fields::default();
    let currency = books.rules.currency;
    let positive = |field: &str, money: Option<Money>, fields: &mut Fields| {
        money.map(|money| {
            let field = format!("{within}{field}");
            let minor = currency.minor(&field, money, fields);
            if minor == Minor::ZERO {
                fields.add(&field, Problem::TooSmall, None);
            }
            minor
        })
    };
    let amount = positive("amount", given.amount, &mut fields);
    let tendered = positive("tendered", given.tendered, &mut fields);
    let field = |name: &str| format!("{within}{name}");
    if tendered.is_some() && given.method != PaymentMethod::Cash {
        fields.add(&field("tendered"), Problem::NotAllowed, None);
    }
    if let (Some(amount), Some(tendered)) = (amount, tendered)
        && tendered < amount
    {
        fields.add(&field("tendered"), Problem::TooSmall, None);
    }
    let reference = fields.line(&field("reference"), given.reference.as_deref().unwrap_or_default(), MAX_CODE);
    let note = fields.text(&field("note"), given.note.as_deref().unwrap_or_default(), MAX_NOTE);
    fields.finish()?;
    Ok(Words { amount, tendered, reference, note })
}

fn check_version(head: &Head, expected: Option<i64>) -> Result<(), Failure> {
    expected.map_or(Ok(()), |expected| Uow::check_version("order", head.id, expected, head.row_version))
}

fn pay(uow: &mut Uow<'_>, head: &Head, given: &PaymentGiven, words: &Words) -> Result<(), Failure> {
    let due = account(uow, head.id)?.due();
    let is_kept = !matches!(head.status, OrderStatus::Cancelled | OrderStatus::Rejected);
    if !is_kept || due <= Minor::ZERO {
        return Err(Refusal::PaymentNotPossible { number: head.number.clone(), status: head.status }.into());
    }
    let amount = words.amount.unwrap_or_else(|| words.tendered.map_or(due, |tendered| tendered.min(due)));
    if amount > due {
        return Err(Refusal::PaymentTooLarge { due: uow.money(due), amount: uow.money(amount) }.into());
    }
    let entry = NewEntry {
        kind: PaymentKind::Payment,
        method: given.method,
        amount,
        tendered: words.tendered,
        reference: &words.reference,
        reason: None,
        note: &words.note,
    };
    write(uow, head, &entry)
}

struct NewEntry<'a> {
    kind: PaymentKind,
    method: PaymentMethod,
    amount: Minor,
    tendered: Option<Minor>,
    reference: &'a str,
    reason: Option<&'a str>,
    note: &'a str,
}

fn write(uow: &mut Uow<'_>, head: &Head, entry: &NewEntry<'_>) -> Result<(), Failure> {
    let before = account(uow, head.id)?;
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    let seq = uow.next_seq("payment")?;
    uow.change_one(
        "INSERT INTO payment
           (row_no, seq, id, order_id, kind, method, amount, tendered, reference, reason, note, staff_id, at)
         VALUES
           (:seq, :seq, :id, :order_id, :kind, :method, :amount, :tendered, :reference, :reason, :note, :staff_id,
            :now)",
        named_params! {
            ":seq": seq,
            ":id": PaymentId::new(now),
            ":order_id": head.id,
            ":kind": entry.kind,
            ":method": entry.method,
            ":amount": entry.amount,
            ":tendered": entry.tendered,
            ":reference": entry.reference,
            ":reason": entry.reason,
            ":note": entry.note,
            ":staff_id": staff_id,
            ":now": now,
        },
    )?;
    let (action, change) = match entry.kind {
        PaymentKind::Payment => (AuditAction::PaymentRecorded, entry.amount.0),
        PaymentKind::Refund => (AuditAction::RefundRecorded, -entry.amount.0),
    };
    uow.change_one(
        "UPDATE orders SET paid = paid + :change, row_version = row_version + 1 WHERE id = :id",
        named_params! { ":id": head.id, ":change": change },
    )?;
    let after = account(uow, head.id)?;
    audit::record(
        uow,
        Entry {
            action,
            object_type: "order",
            object_id: head.id.to_string(),
            object_label: &head.number,
            old: Some(json!({ "paid": uow.money(before.paid), "due": uow.money(before.due()) })),
            new: Some(json!({
                "paid": uow.money(after.paid),
                "due": uow.money(after.due()),
                "payment": {
                    "amount": uow.money(entry.amount),
                    "method": entry.method,
                    "tendered": entry.tendered.map(|tendered| uow.money(tendered)),
                    "reference": entry.reference,
                    "note": entry.note,
                },
            })),
            reason: entry.reason,
        },
    )
}

/// What was paid and given back, in the order in which it was recorded.
pub(super) fn payments_of(books: &Snapshot<'_>, id: OrderId) -> Result<Vec<Payment>, Failure> {
    books.rows(
        "SELECT payment.id, kind, method, amount, tendered, reference, reason, note, staff.name, at
         FROM payment
         JOIN staff ON staff.id = payment.staff_id
         WHERE order_id = ?1
         ORDER BY payment.row_no",
        [id],
        |row| {
            let (amount, tendered): (Minor, Option<Minor>) = (row.get(3)?, row.get(4)?);
            Ok(Payment {
                id: row.get(0)?,
                kind: row.get(1)?,
                method: row.get(2)?,
                amount: books.money(amount),
                tendered: tendered.map(|tendered| books.money(tendered)),
                change: tendered.map(|tendered| books.money(Minor(tendered.0 - amount.0))),
                reference: row.get(5)?,
                reason: row.get(6)?,
                note: row.get(7)?,
                staff_name: row.get(8)?,
                at: row.get(9)?,
            })
        },
    )
}
