//! What becomes of the units on hand.

use super::MAX_ON_HAND;
use crate::db::Snapshot;
use crate::imports::products::columns::Goods;
use crate::imports::products::read::{Figure, Row};
use crate::imports::products::state::{Step, VariantDraft};
use crate::kernel::{Failure, ImportField, LocationId, Problem, StockMode, VariantId};

/// What becomes of the units on hand, per place.
pub(super) fn stock_steps(
    books: &Snapshot<'_>,
    mapped: &Goods,
    variant: &mut VariantDraft,
    row: &mut Row,
) -> Result<(), Failure> {
    let mut steps = Vec::with_capacity(row.figures.len());
    for figure in row.figures.clone() {
        let place = &mapped.on_hand[figure.place];
        let (on_hand, reserved) = variant.balance(place.location_id);
        let mut exact = mapped.stock == StockMode::Set;
        let after = match (place.stamp, mapped.stock) {
            (Some(_), _) => {
                exact = true;
                match stamped(books, variant.id, place.location_id, figure)? {
                    Stamped::Untouched => continue,
                    Stamped::Fresh => figure.units,
                    Stamped::Stale(then) => {
                        let message = format!(
                            "was {then} when the file was written and is {on_hand} now; {} would undo what came between",
                            figure.units
                        );
                        row.refuse(ImportField::OnHand, Problem::NotAllowed, message);
                        continue;
                    }
                    Stamped::Unknown if on_hand == figure.units => continue,
                    Stamped::Unknown => {
                        let message = "has no stamp of this store beside it, which says since when the figure holds";
                        row.refuse(ImportField::StockStamp, Problem::Required, message);
                        continue;
                    }
                }
            }
            (None, StockMode::Set) => figure.units,
            (None, StockMode::Add) => on_hand + figure.units,
            (None, StockMode::Leave) => continue,
        };
        if after < reserved {
            let message =
                format!("{after} would be fewer than the {reserved} that are reserved; {on_hand} are on hand");
            row.refuse(ImportField::OnHand, Problem::TooSmall, message);
        } else if after > MAX_ON_HAND {
            row.refuse(ImportField::OnHand, Problem::TooLarge, format!("must be at most {MAX_ON_HAND}"));
        } else if after != on_hand {
            steps.push(Step { location_id: place.location_id, before: on_hand, delta: after - on_hand, exact });
        }
    }
    if !row.is_refused() {
        steps.shrink_to_fit();
        variant.steps = steps;
    }
    Ok(())
}

enum Stamped {
    /// The figure is the one that was exported: nobody changed it.
    Untouched,
    Fresh,
    /// Units moved since; so many there were.
    Stale(i64),
    Unknown,
}

fn stamped(
    books: &Snapshot<'_>,
    variant_id: VariantId,
    location_id: LocationId,
    figure: Figure,
) -> Result<Stamped, Failure> {
    let Some(stamp) = figure.stamp else { return Ok(Stamped::Unknown) };
    // Position 0: nothing had ever moved.
    let then = match stamp {
        0 => Some(0),
        stamp => books.find(
            "SELECT on_hand_after FROM stock_movement WHERE seq = ?1 AND variant_id = ?2 AND location_id = ?3",
            rusqlite::params![stamp, variant_id, location_id],
            |row| row.get(0),
        )?,
    };
    let Some(then) = then else { return Ok(Stamped::Unknown) };
    if then == figure.units {
        return Ok(Stamped::Untouched);
    }
    let moved: bool = books.one(
        "SELECT EXISTS (SELECT 1 FROM stock_movement
                        WHERE variant_id = ?1 AND location_id = ?2 AND seq > ?3 AND on_hand_delta <> 0)",
        rusqlite::params![variant_id, location_id, stamp],
        |row| row.get(0),
    )?;
    Ok(if moved { Stamped::Stale(then) } else { Stamped::Fresh })
}
