import './styles/index.css';
import { askEarly } from './api/early';
import { cubePath, INFO } from './api/query';
import { readAddress } from './state/url';
import { language } from './words/language';
import { loadWords } from './words/load';

// The counts are on their way while the rest of the code comes.
askEarly(cubePath(readAddress(location.search).filter));
askEarly(INFO);
void loadWords[language]();
void import('./app').then(({ start }) => start());
