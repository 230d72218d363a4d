use super::create::check_customer;
use super::get::{Basket, read};
use super::lines::requote;
use super::store::{Head, Line, head, lines};
use crate::audit::{self, Entry};
use crate::customers::{self, OrderCustomer};
use crate::db::Uow;
use crate::kernel::text::{MAX_NAME, MAX_NOTE, MAX_STORE_NAME};
use crate::kernel::{AuditAction, BasketId, CustomerId, Day, Failure, Fields, Fulfilment, Priority, Problem, present};
use rusqlite::named_params;
use serde_json::{Map, Value, json};

crate::strict_request! {
    /// Fields left out stay as they are. Another customer is quoted all lines anew; a manager's price stays.
    pub struct BasketUpdate {
        pub id: BasketId,
        pub row_version: i64,
        pub name: Option<String>,
        /// Null: nobody who is kept. Name, e-mail and phone are only of a customer who is not kept; an e-mail that a
        /// customer has chooses them.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[ts(type = "CustomerId | null", optional)]
        pub customer_id: Option<Option<CustomerId>>,
        pub customer_name: Option<String>,
        pub customer_email: Option<String>,
        pub customer_phone: Option<String>,
        pub priority: Option<Priority>,
        pub fulfilment: Option<Fulfilment>,
        pub address: Option<String>,
        /// Null: on no day in particular.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[ts(type = "Day | null", optional)]
        pub promised_on: Option<Option<Day>>,
        pub note: Option<String>,
    }
}

/// The customer's words that a basket keeps itself: none of one who is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Words {
    name: String,
    email: String,
    phone: String,
}

pub fn basket_update(uow: &mut Uow<'_>, request: BasketUpdate) -> Result<Basket, Failure> {
    let before = head(uow, request.id)?;
    before.check_open()?;
    Uow::check_version("basket", before.id, request.row_version, before.row_version)?;
    let customer_id = request.customer_id.unwrap_or(before.customer_id);
    let mut fields = Fields::default();
    let name = fields.line("name", request.name.as_deref().unwrap_or(&before.name), MAX_STORE_NAME);
    let words = words(&mut fields, &request, &before, customer_id);
    let address = fields.text("address", request.address.as_deref().unwrap_or(&before.address), MAX_NOTE);
    let note = fields.text("note", request.note.as_deref().unwrap_or(&before.note), MAX_NOTE);
    fields.finish()?;
    if let Some(customer_id) = customer_id.filter(|_| customer_id != before.customer_id) {
        check_customer(uow, customer_id)?;
    }
    let found = match &request.customer_email {
        Some(_) => {
            customers::look_up(uow, &OrderCustomer { email: Some(words.email.clone()), ..Default::default() })?.id
        }
        None => None,
    };
    let (customer_id, words) = if found.is_some() { (found, Words::default()) } else { (customer_id, words) };
    let now = uow.now;
    let promised_on = request.promised_on.unwrap_or(before.promised_on);
    uow.change_one(
        "UPDATE basket
         SET name = :name, customer_id = :customer_id, customer_name = :customer_name,
             customer_email = :customer_email, customer_phone = :customer_phone, priority = :priority,
             fulfilment = :fulfilment, address = :address, promised_on = :promised_on, note = :note,
             updated_at = :now, row_version = row_version + 1
         WHERE id = :id AND status = 'open'",
        named_params! {
            ":id": before.id,
            ":name": name,
            ":customer_id": customer_id,
            ":customer_name": words.name,
            ":customer_email": words.email,
            ":customer_phone": words.phone,
            ":priority": request.priority.unwrap_or(before.priority),
            ":fulfilment": request.fulfilment.unwrap_or(before.fulfilment),
            ":address": address,
            ":promised_on": promised_on.map(|day| day.to_string()),
            ":note": note,
            ":now": now,
        },
    )?;
    let after = head(uow, before.id)?;
    let (mut old, mut new) = changes(&before, &after);
    if (after.customer_id, &after.customer_name) != (before.customer_id, &before.customer_name) {
        for_whom_now(uow, &after)?;
    }
    if after.customer_id != before.customer_id {
        let lines = lines(uow, before.id)?;
        let all: Vec<&Line> = lines.iter().collect();
        let (lines_before, lines_after) = requote(uow, &after, &all)?;
        if !lines_after.is_empty() {
            old.insert("lines".to_owned(), json!(lines_before));
            new.insert("lines".to_owned(), json!(lines_after));
        }
    }
    if !new.is_empty() {
        audit::record(
            uow,
            Entry {
                action: AuditAction::BasketEdited,
                object_type: "basket",
                object_id: before.id.to_string(),
                object_label: &after.label(),
                old: Some(Value::Object(old)),
                new: Some(Value::Object(new)),
                reason: None,
            },
        )?;
    }
    read(uow, before.id)
}

/// What the basket waits for and holds is its customer's of now.
fn for_whom_now(uow: &mut Uow<'_>, basket: &Head) -> Result<(), Failure> {
    let for_whom = if basket.customer_name.is_empty() { &basket.name } else { &basket.customer_name };
    for sql in [
        "UPDATE stock_wait SET customer_id = :customer_id, for_whom = :for_whom
         WHERE basket_id = :basket_id AND status = 'waiting'",
        "UPDATE reservation SET customer_id = :customer_id, for_whom = :for_whom
         WHERE basket_id = :basket_id AND order_id IS NULL AND status = 'active'",
    ] {
        uow.change(
            sql,
            named_params! {
                ":basket_id": basket.id, ":customer_id": basket.customer_id, ":for_whom": for_whom,
            },
        )?;
    }
    Ok(())
}

fn words(fields: &mut Fields, request: &BasketUpdate, before: &Head, customer_id: Option<CustomerId>) -> Words {
    let asked = [
        ("customerName", &request.customer_name),
        ("customerEmail", &request.customer_email),
        ("customerPhone", &request.customer_phone),
    ];
    if customer_id.is_some() {
        for (field, _) in asked.iter().filter(|(_, text)| text.is_some()) {
            fields.add(field, Problem::NotAllowed, None);
        }
        return Words::default();
    }
    // What is known of a customer who is kept does not become the words of one who is not.
    let own = before.customer_id.is_none();
    let known = [&before.customer_name, &before.customer_email, &before.customer_phone];
    let [name, email, phone] = [0, 1, 2].map(|index| {
        let (field, asked) = asked[index];
        let text = asked.as_deref().or(Some(known[index].as_str()).filter(|_| own)).unwrap_or_default();
        fields.line(field, text, MAX_NAME)
    });
    if !email.is_empty() && !email.contains('@') {
        fields.add("customerEmail", Problem::Malformed, None);
    }
    Words { name, email, phone }
}

/// What differs, as the audit tells it.
fn changes(before: &Head, after: &Head) -> (Map<String, Value>, Map<String, Value>) {
    let told = |head: &Head| {
        [
            ("name", json!(head.name)),
            ("customer", json!(head.customer_name)),
            ("customerEmail", json!(head.customer_email)),
            ("customerPhone", json!(head.customer_phone)),
            ("tier", json!(head.tier_name)),
            ("priority", json!(head.priority)),
            ("fulfilment", json!(head.fulfilment)),
            ("address", json!(head.address)),
            ("promisedOn", json!(head.promised_on)),
            ("note", json!(head.note)),
        ]
    };
    let (mut old, mut new) = (Map::new(), Map::new());
    for ((key, was), (_, is)) in told(before).into_iter().zip(told(after)) {
        if was != is {
            old.insert(key.to_owned(), was);
            new.insert(key.to_owned(), is);
        }
    }
    (old, new)
}
