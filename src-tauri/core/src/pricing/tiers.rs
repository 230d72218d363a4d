//! The price groups of customers. One is the default: of customers that have none of their own, and of walk-in
//! customers.

use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::text::fold;
use crate::kernel::{AuditAction, Failure, Fields, Problem, Refusal, TierId};
use rusqlite::{Row, named_params};
use serde_json::{Value, json};

/// The longest name of a tier or a price rule, in characters.
pub(super) const MAX_PRICE_NAME: usize = 120;
/// The most tiers of a store, archived ones too.
const MAX_TIERS: i64 = 100;
/// The highest rank.
const MAX_RANK: i64 = 1_000_000;

crate::request! {
    pub struct TierList {
        /// Archived ones too.
        pub archived: Option<bool>,
    }
}
crate::strict_request! {
    /// It comes last by rank.
    pub struct TierCreate {
        pub name: String,
    }
    /// Fields left out stay as they are. A stale rowVersion is refused with CONFLICT.
    pub struct TierUpdate {
        pub id: TierId,
        pub row_version: i64,
        pub name: Option<String>,
        /// The order in which people see them.
        pub rank: Option<i64>,
        /// True: the default from now on. The one that was is changed by naming another.
        pub is_default: Option<bool>,
        /// Only what is not the default and what no customer and no rule names can be archived.
        pub archived: Option<bool>,
    }
}
crate::response! {
    pub struct Tier {
        pub id: TierId,
        pub name: String,
        pub rank: i64,
        pub is_default: bool,
        pub archived: bool,
        /// Customers for whom it counts, those without a tier among the default's.
        pub customers: i64,
        /// Price rules that name it.
        pub rules: i64,
        pub row_version: i64,
    }
    pub struct TierRows {
        pub rows: Vec<Tier>,
    }
}

const SELECT: &str = "SELECT tier.id, tier.name, tier.rank, tier.is_default, tier.archived_at IS NOT NULL,
  (SELECT count(*) FROM customer WHERE tier_id = tier.id AND archived_at IS NULL)
  + CASE tier.is_default
      WHEN 1 THEN (SELECT count(*) FROM customer WHERE tier_id IS NULL AND archived_at IS NULL)
      ELSE 0
    END,
  (SELECT count(*) FROM price_rule WHERE tier_id = tier.id AND archived_at IS NULL),
  tier.row_version
FROM tier";

fn tier(row: &Row<'_>) -> rusqlite::Result<Tier> {
    Ok(Tier {
        id: row.get(0)?,
        name: row.get(1)?,
        rank: row.get(2)?,
        is_default: row.get(3)?,
        archived: row.get(4)?,
        customers: row.get(5)?,
        rules: row.get(6)?,
        row_version: row.get(7)?,
    })
}

/// By rank, those in use first.
pub fn tier_list(books: &Snapshot<'_>, request: TierList) -> Result<TierRows, Failure> {
    let rows = books.rows(
        &format!(
            "{SELECT}
             WHERE tier.archived_at IS NULL OR :archived
             ORDER BY tier.archived_at IS NOT NULL, tier.rank, tier.row_no"
        ),
        named_params! { ":archived": request.archived.unwrap_or(false) },
        tier,
    )?;
    Ok(TierRows { rows })
}

fn read(books: &Snapshot<'_>, id: TierId) -> Result<Tier, Failure> {
    books
        .find(&format!("{SELECT} WHERE tier.id = ?1"), [id], tier)?
        .ok_or_else(|| Refusal::not_found("tier", id).into())
}

/// A tier that rules and customers may name: it exists and is not archived.
pub fn usable_tier(books: &Snapshot<'_>, id: TierId) -> Result<(), Failure> {
    let (name, archived): (String, bool) = books
        .find("SELECT name, archived_at IS NOT NULL FROM tier WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .ok_or_else(|| Failure::from(Refusal::not_found("tier", id)))?;
    if archived {
        return Err(Refusal::Archived { object: "tier".to_owned(), id: id.to_string(), name }.into());
    }
    Ok(())
}

/// Refuses a name that another tier has. What is archived gives way.
fn check_name_free(uow: &Uow<'_>, name: &str, own: Option<TierId>) -> Result<(), Failure> {
    let taken: Option<(TierId, String)> = uow.find(
        "SELECT id, name FROM tier WHERE name_folded = :folded AND archived_at IS NULL AND id IS NOT :own",
        named_params! { ":folded": fold(name), ":own": own },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    match taken {
        Some((id, name)) => Err(Refusal::NameTaken { object: "tier".to_owned(), name, id: id.to_string() }.into()),
        None => Ok(()),
    }
}

/// A tier as the audit keeps it.
fn told(tier: &Tier) -> Value {
    json!({ "name": tier.name, "rank": tier.rank, "isDefault": tier.is_default, "archived": tier.archived })
}

fn audited(uow: &mut Uow<'_>, action: AuditAction, old: Option<&Tier>, new: &Tier) -> Result<(), Failure> {
    audit::record(
        uow,
        Entry {
            action,
            object_type: "tier",
            object_id: new.id.to_string(),
            object_label: &new.name,
            old: old.map(told),
            new: Some(told(new)),
            reason: None,
        },
    )
}

pub fn tier_create(uow: &mut Uow<'_>, request: TierCreate) -> Result<Tier, Failure> {
    let mut fields = Fields::default();
    let name = fields.required("name", &request.name, MAX_PRICE_NAME);
    fields.finish()?;
    let (count, rank): (i64, i64) =
        uow.one("SELECT count(*), coalesce(max(rank), 0) + 1 FROM tier", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if count >= MAX_TIERS {
        return Err(Refusal::field("name", Problem::TooLarge, Some(MAX_TIERS)).into());
    }
    check_name_free(uow, &name, None)?;
    let now = uow.now;
    let id = TierId::new(now);
    uow.change_one(
        "INSERT INTO tier (id, name, name_folded, rank, created_at) VALUES (:id, :name, :name_folded, :rank, :now)",
        named_params! {
            ":id": id,
            ":name": name,
            ":name_folded": fold(&name),
            ":rank": rank.min(MAX_RANK),
            ":now": now,
        },
    )?;
    let made = read(uow, id)?;
    audited(uow, AuditAction::TierCreated, None, &made)?;
    Ok(made)
}

pub fn tier_update(uow: &mut Uow<'_>, request: TierUpdate) -> Result<Tier, Failure> {
    let before = read(uow, request.id)?;
    let mut fields = Fields::default();
    let name = match &request.name {
        Some(name) => fields.required("name", name, MAX_PRICE_NAME),
        None => before.name.clone(),
    };
    let rank = fields.range("rank", request.rank.unwrap_or(before.rank), 0, MAX_RANK);
    let archived = request.archived.unwrap_or(before.archived);
    let becomes_default = request.is_default == Some(true) && !before.is_default;
    if (request.is_default == Some(false) && before.is_default) || (becomes_default && archived) {
        fields.add("isDefault", Problem::NotAllowed, None);
    }
    fields.finish()?;
    Uow::check_version("tier", request.id, request.row_version, before.row_version)?;
    if !archived {
        check_name_free(uow, &name, Some(request.id))?;
    }
    if archived && !before.archived && (before.is_default || before.customers + before.rules > 0) {
        return Err(Refusal::TierInUse {
            id: before.id,
            name: before.name,
            customers: before.customers,
            rules: before.rules,
            is_default: before.is_default,
        }
        .into());
    }
    if becomes_default {
        give_up_default(uow)?;
    }
    let now = uow.now;
    uow.change_one(
        "UPDATE tier
         SET name = :name, name_folded = :name_folded, rank = :rank, is_default = :is_default,
             archived_at = CASE WHEN :archived THEN coalesce(archived_at, :now) END,
             row_version = row_version + 1
         WHERE id = :id",
        named_params! {
            ":id": request.id,
            ":name": name,
            ":name_folded": fold(&name),
            ":rank": rank,
            ":is_default": before.is_default || becomes_default,
            ":archived": archived,
            ":now": now,
        },
    )?;
    let after = read(uow, request.id)?;
    let action = match (before.archived, after.archived) {
        (false, true) => AuditAction::TierArchived,
        (true, false) => AuditAction::TierRestored,
        (false, false) | (true, true) => AuditAction::TierUpdated,
    };
    audited(uow, action, Some(&before), &after)?;
    Ok(after)
}

/// The tier that was the default stands aside, with an entry of its own.
fn give_up_default(uow: &mut Uow<'_>) -> Result<(), Failure> {
    let id: TierId = uow.one("SELECT id FROM tier WHERE is_default = 1", [], |row| row.get(0))?;
    let before = read(uow, id)?;
    uow.change_one("UPDATE tier SET is_default = 0, row_version = row_version + 1 WHERE id = ?1", [id])?;
    let after = read(uow, id)?;
    audited(uow, AuditAction::TierUpdated, Some(&before), &after)
}
