use super::store::check_available;
use crate::db::Uow;
use crate::kernel::Failure;
use crate::stock::{StockTransfer, StockTransferred, TransferPlan};

/// Moves available units between locations. A hold past its time keeps nothing where it was, swept or not.
pub fn stock_transfer(uow: &mut Uow<'_>, request: StockTransfer) -> Result<StockTransferred, Failure> {
    let plan = TransferPlan::read(uow, &request)?;
    check_available(uow, &plan.wanted)?;
    plan.write(uow)
}
