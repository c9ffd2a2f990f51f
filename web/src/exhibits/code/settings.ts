import { defineSettings } from '../../frame/codec';
import { fields } from './lab.gen';

export const codec = defineSettings(fields);
