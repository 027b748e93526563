import fc from "fast-check";
import { factor } from "./scale";

/**
 * One seed for all laws of `npm test`, so that it says of the same code the same every time: nobody's change waits for
 * the luck of another's. GREENLIGHT_TEST_SEED gives another one; with GREENLIGHT_TEST_SCALE above 1 every run draws its own.
 */
const SEED = 20_261_129;

const { GREENLIGHT_TEST_SEED: given } = process.env;
if (given !== undefined) fc.configureGlobal({ seed: Number(given) });
else if (factor <= 1) fc.configureGlobal({ seed: SEED });

export default fc;
