//! Where stock lies. One location exists from the start; the store sells from one of them.

use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::text::fold;
use crate::kernel::{AuditAction, Failure, Fields, LocationId, Problem, Refusal};
use rusqlite::{Row, named_params};

/// The longest name of a location or a reason, in characters.
pub(super) const MAX_PLACE_NAME: usize = 120;
/// The most locations of a store, archived ones too.
const MAX_LOCATIONS: i64 = 200;

crate::request! {
    pub struct LocationList {
        /// Archived ones too.
        pub archived: Option<bool>,
    }
}
crate::strict_request! {
    pub struct LocationCreate {
        pub name: String,
    }
    /// Fields left out stay as they are. A stale rowVersion is refused with CONFLICT.
    pub struct LocationUpdate {
        pub id: LocationId,
        pub row_version: i64,
        pub name: Option<String>,
        /// Only what is empty and not sold from can be archived.
        pub archived: Option<bool>,
        /// True: the store sells from here from now on. The location it sold from is changed by naming another.
        pub selling: Option<bool>,
    }
}
crate::response! {
    pub struct Location {
        pub id: LocationId,
        pub name: String,
        /// The store sells from here where nobody names a location.
        pub selling: bool,
        pub archived: bool,
        /// Variants with units on hand here.
        pub variants: i64,
        pub on_hand: i64,
        pub reserved: i64,
        pub row_version: i64,
    }
    pub struct LocationRows {
        pub rows: Vec<Location>,
    }
}

const SELECT: &str = "WITH sums AS (
     SELECT location_id, sum(on_hand > 0) AS variants, sum(on_hand) AS on_hand, sum(reserved) AS reserved
     FROM stock_balance
     GROUP BY location_id
   )
   SELECT location.id, location.name, location.id = :selling, location.archived_at IS NOT NULL,
          coalesce(sums.variants, 0), coalesce(sums.on_hand, 0), coalesce(sums.reserved, 0), location.row_version
   FROM location
   LEFT JOIN sums ON sums.location_id = location.id";

fn location(row: &Row<'_>) -> rusqlite::Result<Location> {
    Ok(Location {
        id: row.get(0)?,
        name: row.get(1)?,
        selling: row.get(2)?,
        archived: row.get(3)?,
        variants: row.get(4)?,
        on_hand: row.get(5)?,
        reserved: row.get(6)?,
        row_version: row.get(7)?,
    })
}

/// The one that the store sells from first, then by name.
pub fn location_list(books: &Snapshot<'_>, request: LocationList) -> Result<LocationRows, Failure> {
    let rows = books.rows(
        &format!(
            "{SELECT}
             WHERE location.archived_at IS NULL OR :archived
             ORDER BY location.archived_at IS NOT NULL, location.id <> :selling, location.name_folded"
        ),
        named_params! {
            ":selling": books.rules.selling_location_id,
            ":archived": request.archived.unwrap_or(false),
        },
        location,
    )?;
    Ok(LocationRows { rows })
}

fn read(uow: &Uow<'_>, id: LocationId) -> Result<Location, Failure> {
    // Not from the rules: they were read before this command changed the setting.
    let selling: LocationId = uow.one("SELECT selling_location_id FROM setting WHERE id = 1", [], |row| row.get(0))?;
    uow.find(&format!("{SELECT} WHERE location.id = :id"), named_params! { ":id": id, ":selling": selling }, location)?
        .ok_or_else(|| Refusal::not_found("location", id).into())
}

/// Refuses a name that another location has, archived or not: the ledger names them all.
fn check_name_free(uow: &Uow<'_>, name: &str, own: Option<LocationId>) -> Result<(), Failure> {
    let taken: Option<(LocationId, String)> = uow.find(
        "SELECT id, name FROM location WHERE name_folded = :folded AND id IS NOT :own",
        named_params! { ":folded": fold(name), ":own": own },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    match taken {
        Some((id, name)) => Err(Refusal::NameTaken { object: "location".to_owned(), name, id: id.to_string() }.into()),
        None => Ok(()),
    }
}

fn audited(uow: &mut Uow<'_>, action: AuditAction, old: Option<&Location>, new: &Location) -> Result<(), Failure> {
    audit::record(
        uow,
        Entry {
            action,
            object_type: "location",
            object_id: new.id.to_string(),
            object_label: &new.name,
            old: old.map(serde_json::to_value).transpose()?,
            new: Some(serde_json::to_value(new)?),
            reason: None,
        },
    )
}

pub fn location_create(uow: &mut Uow<'_>, request: LocationCreate) -> Result<Location, Failure> {
    let mut fields = Fields::default();
    let name = fields.required("name", &request.name, MAX_PLACE_NAME);
    fields.finish()?;
    let count: i64 = uow.one("SELECT count(*) FROM location", [], |row| row.get(0))?;
    if count >= MAX_LOCATIONS {
        return Err(Refusal::field("name", Problem::TooLarge, Some(MAX_LOCATIONS)).into());
    }
    check_name_free(uow, &name, None)?;
    let now = uow.now;
    let id = LocationId::new(now);
    uow.change_one(
        "INSERT INTO location (id, name, name_folded, created_at) VALUES (:id, :name, :name_folded, :now)",
        named_params! { ":id": id, ":name": name, ":name_folded": fold(&name), ":now": now },
    )?;
    let made = read(uow, id)?;
    audited(uow, AuditAction::LocationCreated, None, &made)?;
    Ok(made)
}

pub fn location_update(uow: &mut Uow<'_>, request: LocationUpdate) -> Result<Location, Failure> {
    let before = read(uow, request.id)?;
    let mut fields = Fields::default();
    let name = match &request.name {
        Some(name) => fields.required("name", name, MAX_PLACE_NAME),
        None => before.name.clone(),
    };
    if request.selling == Some(false) && before.selling {
        fields.add("selling", Problem::NotAllowed, None);
    }
    let archived = request.archived.unwrap_or(before.archived);
    let to_sell = request.selling == Some(true) && !before.selling;
    if to_sell && archived {
        fields.add("selling", Problem::NotAllowed, None);
    }
    fields.finish()?;
    Uow::check_version("location", request.id, request.row_version, before.row_version)?;
    check_name_free(uow, &name, Some(request.id))?;
    let used = before.selling || before.on_hand > 0 || before.reserved > 0;
    if archived && !before.archived && used {
        return Err(Refusal::LocationInUse {
            id: before.id,
            name: before.name,
            on_hand: before.on_hand,
            reserved: before.reserved,
            selling: before.selling,
        }
        .into());
    }

    let now = uow.now;
    uow.change_one(
        "UPDATE location
         SET name = :name, name_folded = :name_folded,
             archived_at = CASE WHEN :archived THEN coalesce(archived_at, :now) END,
             row_version = row_version + 1
         WHERE id = :id",
        named_params! {
            ":id": request.id, ":name": name, ":name_folded": fold(&name), ":archived": archived, ":now": now,
        },
    )?;
    if to_sell {
        uow.change_one(
            "UPDATE setting SET selling_location_id = :id, row_version = row_version + 1 WHERE id = 1",
            named_params! { ":id": request.id },
        )?;
    }
    let after = read(uow, request.id)?;
    let action = match (before.archived, after.archived) {
        (false, true) => AuditAction::LocationArchived,
        (true, false) => AuditAction::LocationRestored,
        (false, false) | (true, true) => AuditAction::LocationUpdated,
    };
    audited(uow, action, Some(&before), &after)?;
    Ok(after)
}
