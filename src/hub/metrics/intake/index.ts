/** What every way in has in common: which series and times are taken, whose fault it is when not, and how much came. */
export { busy, createIntake, type Intake, type IntakeCount, type IntakeSource, Refusal } from './intake.ts';
export { createMetadataBook, type Metadata } from './metadata.ts';
export { unzip } from './unzip.ts';
