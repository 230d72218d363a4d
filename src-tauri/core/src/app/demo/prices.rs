//! How Alder & Pine reduces its prices: quantity breaks, what its groups and regulars pay, and offers of the season.

use super::people::CUSTOMERS;
use crate::customers::{CustomerCreate, customer_create};
use crate::db::Uow;
use crate::kernel::text::fold;
use crate::kernel::{CategoryId, Failure, Instant, PriceRuleKind, PriceScope, ProductId, TierId, VariantId};
use crate::pricing::PriceEffect;
use crate::pricing::rules::{PriceRuleCreate, price_rule_create};
use crate::pricing::tiers::{TierCreate, TierList, tier_create, tier_list};
use std::collections::HashMap;

const SECONDS_OF_A_DAY: i64 = 24 * 60 * 60;

/// Tiers that the store makes beside those that every new one has, in order of their rank.
const MADE: [&str; 2] = ["Trade", "School"];

/// Who has a tier of their own, by their mailbox.
const TIERED: [(&str, &str); 15] = [
    ("desk.ballyvaughan", "Trade"),
    ("office.kinvara", "Trade"),
    ("bookings.burrenyoga", "Trade"),
    ("quartermaster.scouts12", "School"),
    ("stores.coec", "School"),
    ("oisin.farrell", "Gold"),
    ("dervla.quinn", "Gold"),
    ("tomas.obriain", "Gold"),
    ("maeve.brennan", "Gold"),
    ("priya.raman", "Silver"),
    ("margaret.nolan", "Silver"),
    ("jakub.kowalski", "Silver"),
    ("eimear.duffy", "Silver"),
    ("liam.corcoran", "Silver"),
    ("nuala.conneely", "Silver"),
];

enum About {
    Store,
    /// By its path.
    Category(&'static [&'static str]),
    /// By the SKU of its variant.
    Product(&'static str),
    Variant(&'static str),
}

enum Counts {
    Always,
    From(i64),
    For(&'static str),
}

/// When a rule counts, in days from now; none: without a beginning or end.
type Days = (Option<i64>, Option<i64>);
const EVER: Days = (None, None);

struct Plan {
    name: &'static str,
    about: About,
    counts: Counts,
    /// In basis points.
    off: i64,
    priority: i64,
    days: Days,
    active: bool,
}

const fn rule(name: &'static str, about: About, counts: Counts, off: i64, priority: i64) -> Plan {
    Plan { name, about, counts, off, priority, days: EVER, active: true }
}

const RULES: [Plan; 13] = [
    rule("Quantity 5 or more", About::Category(&["Camp", "Tents"]), Counts::From(5), 1_000, 20),
    rule("Quantity 5 or more", About::Category(&["Camp", "Cooking"]), Counts::From(5), 1_000, 20),
    rule("Quantity 12 or more", About::Product("CL-MUG-WHT"), Counts::From(12), 1_250, 20),
    rule("Gas by the case", About::Variant("EM-GAS-230"), Counts::From(24), 1_500, 30),
    rule("Quantity 3 or more", About::Category(&["Clothing", "Socks"]), Counts::From(3), 1_000, 20),
    Plan {
        days: (Some(-21), Some(10)),
        ..rule("Winter wool", About::Category(&["Clothing"]), Counts::Always, 800, 10)
    },
    rule("Silver", About::Store, Counts::For("Silver"), 500, 0),
    rule("Gold", About::Store, Counts::For("Gold"), 1_000, 0),
    rule("Trade", About::Store, Counts::For("Trade"), 1_500, 0),
    rule("Trade, tents", About::Category(&["Camp", "Tents"]), Counts::For("Trade"), 1_800, 5),
    Plan {
        days: (Some(17), Some(24)),
        ..rule("Table week", About::Category(&["Home", "Table"]), Counts::Always, 2_000, 10)
    },
    Plan {
        days: (Some(-29), Some(-19)),
        ..rule("Autumn packs", About::Category(&["Walking", "Backpacks"]), Counts::Always, 1_500, 10)
    },
    Plan { active: false, ..rule("School groups", About::Store, Counts::For("School"), 1_200, 0) },
];

/// What the rules name, as far as the sample has it: the fewer products, the fewer categories there are.
struct Known<'k> {
    categories: &'k HashMap<&'static [&'static str], CategoryId>,
    tiers: HashMap<String, TierId>,
}

/// Makes tiers, rules, and the customers that have a tier. `now` is the end of the story.
pub fn set(
    uow: &mut Uow<'_>,
    now: Instant,
    categories: &HashMap<&'static [&'static str], CategoryId>,
) -> Result<(), Failure> {
    for name in MADE {
        tier_create(uow, TierCreate { name: name.to_owned() })?;
    }
    let tiers = tier_list(uow, TierList::default())?.rows.into_iter().map(|tier| (tier.name, tier.id)).collect();
    let known = Known { categories, tiers };
    for plan in &RULES {
        let Some(request) = request(uow, now, &known, plan)? else { continue };
        price_rule_create(uow, request)?;
    }
    for (mailbox, tier) in TIERED {
        let Some(person) = CUSTOMERS.iter().find(|person| person.mailbox == mailbox) else { continue };
        customer_create(
            uow,
            CustomerCreate {
                name: person.name.to_owned(),
                email: Some(format!("{mailbox}@example.com")),
                phone: Some(person.phone.to_owned()),
                tier_id: known.tiers.get(tier).copied(),
                note: None,
            },
        )?;
    }
    Ok(())
}

/// None where what the rule is about is not sold here.
fn request(uow: &Uow<'_>, now: Instant, known: &Known<'_>, plan: &Plan) -> Result<Option<PriceRuleCreate>, Failure> {
    let by_sku = |sku: &str| {
        uow.find("SELECT id, product_id FROM variant WHERE sku_folded = ?1", [fold(sku)], |row| {
            Ok((row.get::<_, VariantId>(0)?, row.get::<_, ProductId>(1)?))
        })
    };
    let (scope, variant_id, product_id, category_id) = match plan.about {
        About::Store => (PriceScope::Store, None, None, None),
        About::Category(path) => (PriceScope::Category, None, None, known.categories.get(path).copied()),
        About::Product(sku) => (PriceScope::Product, None, by_sku(sku)?.map(|(_, product)| product), None),
        About::Variant(sku) => (PriceScope::Variant, by_sku(sku)?.map(|(variant, _)| variant), None, None),
    };
    if scope != PriceScope::Store && variant_id.is_none() && product_id.is_none() && category_id.is_none() {
        return Ok(None);
    }
    let (kind, min_quantity, tier_id) = match plan.counts {
        Counts::Always => (PriceRuleKind::Promotion, None, None),
        Counts::From(units) => (PriceRuleKind::QuantityBreak, Some(units), None),
        Counts::For(tier) => (PriceRuleKind::Tier, None, known.tiers.get(tier).copied()),
    };
    let zone = uow.rules.time_zone;
    let day = |days: i64| zone.start_of(zone.day_of(now.plus_seconds(days * SECONDS_OF_A_DAY)));
    Ok(Some(PriceRuleCreate {
        kind,
        name: plan.name.to_owned(),
        scope,
        variant_id,
        product_id,
        category_id,
        tier_id,
        min_quantity,
        effect: PriceEffect::Percent { basis_points: plan.off },
        priority: Some(plan.priority),
        stops: None,
        starts_at: plan.days.0.map(day),
        ends_at: plan.days.1.map(day),
        active: Some(plan.active),
    }))
}
