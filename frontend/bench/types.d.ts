declare module 'leaflet.markercluster';
declare module '*.css';
