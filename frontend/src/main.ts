import './styles/index.css';
import { start } from './app';

void start();
